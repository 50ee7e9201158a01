"""What a text still lacks before it goes to its partners and readers: hints for whoever curates it, no gate."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from knowledge.consents import Word
from knowledge.models.choices import Kind


@dataclass(frozen=True)
class Hint:
    """`note` says how much is missing, where that can be counted."""

    label: str | Promise
    is_met: bool
    note: str = ""


# What each kind has to tell, and the field in which it does.
TOLD: dict[str, tuple[tuple[str, str | Promise], ...]] = {
    Kind.STORY: (
        ("context", gettext_lazy("Opens with the problem")),
        ("what_happened", gettext_lazy("Says what came of it")),
        ("what_was_hard", gettext_lazy("Says what was hard")),
        ("what_to_check", gettext_lazy("Says what others would have to check")),
    ),
    Kind.METHOD: (
        ("how_to", gettext_lazy("Says how to do it")),
        ("when_not_to_use", gettext_lazy("Says when not to use it")),
        ("effort", gettext_lazy("Says what effort it takes")),
    ),
    Kind.CHALLENGE: (
        ("problem", gettext_lazy("Says what is hard")),
        ("what_was_tried", gettext_lazy("Says what was tried")),
        ("what_failed", gettext_lazy("Says what failed, and why")),
    ),
    Kind.RESOURCE: (
        ("annotation", gettext_lazy("Says in our words what it says")),
        ("year", gettext_lazy("Has a year")),
        ("authors", gettext_lazy("Names its authors")),
    ),
}


def hints(piece: Any, *, words: Iterable[Word], open_comments: int) -> list[Hint]:
    """For a piece of its kind; the words are those of its parties to this wording."""
    found = [Hint(label, bool(getattr(piece, name))) for name, label in TOLD[piece.kind]]
    found += [
        Hint(_("Summed up in two sentences"), bool(piece.summary)),
        Hint(_("Names its sector and country"), piece.sectors.exists() and piece.countries.exists()),
        *(_of_resource(piece) if piece.kind == Kind.RESOURCE else _of_text(piece, list(words))),
        _pictures(piece),
    ]
    settled = ngettext("%(count)d open", "%(count)d open", open_comments) % {"count": open_comments}
    return [*found, Hint(_("All comments settled"), not open_comments, settled if open_comments else "")]


def _of_resource(piece: Any) -> list[Hint]:
    return [
        Hint(_("Says where to find it"), bool(piece.url or piece.doi)),
        Hint(_("Its findings are on the evidence map"), piece.findings.exists()),
    ]


def _of_text(piece: Any, words: list[Word]) -> list[Hint]:
    missing = sum(not word.is_agreed for word in words)
    awaited = _("%(count)d of %(all)d to come") % {"count": missing, "all": len(words)} if missing else ""
    return [
        Hint(_("Evidence linked: a source or a file"), piece.rests_on.exists() or piece.files.exists()),
        Hint(_("Linked to its partnership"), piece.partnerships.exists()),
        Hint(_("Everyone it tells of agrees to these words"), not missing, awaited),
    ]


def _pictures(piece: Any) -> Hint:
    """A picture needs words for who cannot see it, and the consent of whoever is in it."""
    lacking = [not image.people_agreed or not (image.alt or image.is_decorative) for image in piece.images.all()]
    note = _("%(count)d without") % {"count": sum(lacking)} if any(lacking) else ""
    return Hint(_("Pictures told in words, people in them agreed"), not any(lacking), note)
