"""Which addresses the portal writes to, and how they are written down: one form for each mailbox."""

import re
from email.utils import formataddr

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

LONGEST = 254  # RFC 5321; no mail server takes more
LONGEST_LOCAL = 64
# A name with one of these could pass for an address or end the quotes around it.
UNSAFE_IN_NAME = re.compile(r'[<>@"\\,;:()\[\]]')


def clean_address(text: str) -> str:
    """The address in small letters, its domain in ASCII: `Ada@Münster.example` is `ada@xn--mnster-3ya.example`.

    Raises ValidationError, in words that can stand beside a field, for what no mail can be sent to and
    for more than one address.
    """
    text = text.strip()
    if not text:
        raise ValidationError(_("Write an e-mail address."), code="missing")
    if len(text) > LONGEST:
        raise ValidationError(_("This e-mail address is too long."), code="too_long")
    if any(not character.isprintable() or character.isspace() for character in text):
        raise ValidationError(_("An e-mail address has no spaces or line breaks in it."), code="spaces")
    if re.search("[,;]", text) or text.count("@") > 1:
        raise ValidationError(_("Write one e-mail address here, not several."), code="several")
    local, _at, domain = text.rpartition("@")
    if not local.isascii():
        raise ValidationError(
            _("The part before the @ can only have letters without accents, figures and signs."), code="not_ascii"
        )
    address = f"{local}@{_ascii_domain(domain)}".lower()
    _check(address)
    return address


def named_address(name: str, address: str) -> str:
    """For a header such as Reply-To: the name in front if it is harmless there, else the address alone."""
    name = " ".join(name.split())
    if not name or UNSAFE_IN_NAME.search(name) or not name.isprintable():
        return clean_address(address)
    return formataddr((name, clean_address(address)))


def _ascii_domain(domain: str) -> str:
    domain = domain.removesuffix(".")
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise _no_address() from None


def _check(address: str) -> None:
    """Names of machines, quoted names and addresses of networks are mail of another kind than ours."""
    local, _at, domain = address.rpartition("@")
    if '"' in local or len(local) > LONGEST_LOCAL or "." not in domain or domain.startswith("["):
        raise _no_address()
    try:
        validate_email(address)
    except ValidationError:
        raise _no_address() from None


def _no_address() -> ValidationError:
    return ValidationError(
        _("This is not a complete e-mail address. It looks like name@example.org."), code="no_address"
    )
