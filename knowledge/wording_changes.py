"""Two wordings of a piece beside each other: what was taken out and what was put in, word by word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from django.utils.translation import gettext as _

from knowledge.models import KIND_MODELS

_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|tr|blockquote)>|<br>")
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\s+|\S+")
MOST_WORDS = 2_000  # of one paragraph; longer ones are shown whole, old and new


@dataclass(frozen=True)
class Change:
    """One text of a piece. `blocks` are its paragraphs, each as (what: same, gone or new; words)."""

    label: str
    blocks: list[list[tuple[str, str]]]


def changes(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The texts that differ, in the order in which they are read; the shape of both is `Revision.content`."""
    model = KIND_MODELS[kind]
    return [
        Change(label(kind, name), list(blocks(str(before.get(name, "")), str(after.get(name, "")))))
        for name in ("title", "summary", "language", "audience", *model.SECTIONS, *model.FIGURE)
        if (name in before and name in after) or name in model.FIGURE
        if str(before.get(name, "")) != str(after.get(name, ""))
    ]


def changes_to_stored(stored: Any, typed: Any) -> list[Change]:
    """Where a form as somebody else saved it differs from what was typed: what is new is the writer's own."""
    texts = [name for name, field in typed.fields.items() if not hasattr(field, "choices") and name != "version"]
    shown = {name: (str(stored.initial.get(name) or ""), str(typed.data.get(name) or "")) for name in texts}
    return [
        Change(str(typed.fields[name].label), list(blocks(before, after)))
        for name, (before, after) in shown.items()
        if paragraphs(before) != paragraphs(after)
    ]


def label(kind: str, name: str) -> str:
    field: Any = KIND_MODELS[kind]._meta.get_field(name)
    return str(field.verbose_name)


def paragraphs(markup: str) -> list[str]:
    """The words of each paragraph, heading, entry and row."""
    text = _TAG.sub(" ", _BLOCK_END.sub("\n", markup)) if "<" in markup else markup
    lines = (" ".join(unescape(line).split()) for line in text.splitlines())
    return [line for line in lines if line]


def blocks(before: str, after: str) -> Iterator[list[tuple[str, str]]]:
    old, new = paragraphs(before), paragraphs(after)
    if old == new:
        yield [("same", _("The same words, set in another way."))]
        return
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield from ([("same", line)] for line in old[i1:i2])
            continue
        pairs = min(i2 - i1, j2 - j1)
        yield from (_words(one, other) for one, other in zip(old[i1:i2], new[j1:j2], strict=False))
        yield from ([("gone", line)] for line in old[i1 + pairs : i2])
        yield from ([("new", line)] for line in new[j1 + pairs : j2])


def _words(before: str, after: str) -> list[tuple[str, str]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return [("gone", before), ("new", after)]
    parts: list[tuple[str, str]] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(("same", "".join(old[i1:i2])))
        else:
            parts += [(kind, "".join(words)) for kind, words in (("gone", old[i1:i2]), ("new", new[j1:j2])) if words]
    return parts
