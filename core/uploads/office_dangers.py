"""What an Office document must not bring along: programs, macros, fields that start programs, pages loaded from elsewhere."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What every virus scanner finds, and what programs of Windows and Linux begin with.
EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_PROGRAMS = (b"MZ", b"\x7fELF")
_MACROS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml|macrosheets/.*)$|^(basic|scripts)/.+", re.IGNORECASE)
_INSTRUCTION = re.compile(rb"<(?:\w+:)?instrText[^<>]*>([^<]*)<")
_INSTRUCTION_SHORT = re.compile(rb"<(?:\w+:)?fldSimple[^<>]*?instr\s*=\s*[\"']([^<]*?)[\"'][\s/>]")
_STARTS_PROGRAM = re.compile(rb"\bdde(auto)?\b", re.IGNORECASE)
_TIE = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_LOADS_DOCUMENT = re.compile(rb"/(oleObject|frame|subDocument)[\"']", re.IGNORECASE)
_ELSEWHERE = re.compile(rb"Target\s*=\s*[\"']\s*(?!file:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def does_harm(names: set[str]) -> bool:
    """Whether a package with parts of these names runs macros."""
    return any(_MACROS.search(name) for name in names)


def check_part(name: str, content: bytes) -> None:
    """Raises ValidationError in plain words."""
    if content.startswith(_PROGRAMS) or EICAR in content:
        raise carries_program()
    lower = name.lower()
    if lower.startswith("word/") and lower.endswith(".xml"):
        instructions = b"".join(_INSTRUCTION.findall(content)) + b" ".join(_INSTRUCTION_SHORT.findall(content))
        if _STARTS_PROGRAM.search(instructions):
            raise _starts_program()
    elif "externallinks/" in lower and b"ddeLink" in content:
        raise _starts_program()
    elif lower.endswith(".rels"):
        for tie in _TIE.findall(content):
            if _LOADS_DOCUMENT.search(tie) and _ELSEWHERE.search(tie):
                raise ValidationError(
                    _("The file loads a part of itself from another address. Break the link and send it again.")
                )


def carries_program() -> ValidationError:
    return ValidationError(_("A program or a virus is hidden in the file. It is not taken."))


def _starts_program() -> ValidationError:
    return ValidationError(
        _("The file holds a field that starts another program (DDE). Take the field out and send it again.")
    )
