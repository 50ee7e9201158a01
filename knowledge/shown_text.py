"""In which language a piece is read: the one asked for, a good translation into the reader's own, or the original.

`missing` and `outdated` are not stored: a translation is outdated once the original's wording is another.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community import languages
from knowledge.figures import figure_of
from knowledge.models import Translation
from knowledge.models.choices import TranslationState
from knowledge.revisions import content_of
from knowledge.short_lists import TRANSLATIONS
from knowledge.wording_changes import label


@dataclass(frozen=True)
class Version:
    """A piece in one language: the original, or a translation of it."""

    language: str
    is_original: bool
    is_machine: bool = False
    is_outdated: bool = False

    @property
    def name(self) -> str:
        return languages.name(self.language) or self.language

    @property
    def is_good(self) -> bool:
        return not self.is_machine and not self.is_outdated


def with_translations(pieces: QuerySet[Any]) -> QuerySet[Any]:
    """Pieces with the facts from which their versions follow, in the query that reads them."""
    return pieces.annotate(translation_list=TRANSLATIONS, published_sha256=F("published_revision__sha256"))


def versions(piece: Any) -> list[Version]:
    """The original first. `piece` carries `translation_list` and `published_sha256`."""
    original = Version(piece.language, is_original=True)
    if not piece.is_published:
        return [original]
    return [
        original,
        *(
            Version(
                each["language"],
                is_original=False,
                is_machine=each["state"] == TranslationState.MACHINE,
                is_outdated=each["of_sha256"] != piece.published_sha256,
            )
            for each in piece.translation_list
        ),
    ]


def chosen(there: list[Version], asked: str) -> Version:
    """What was asked for by `?text=`; else a good translation into the language of the page, else the original."""
    by_language = {each.language: each for each in reversed(there)}
    if asked in by_language:
        return by_language[asked]
    own = by_language.get((get_language() or "en")[:2])
    return own if own and own.is_good else there[0]


class ShownText:
    """Title, summary and sections of a piece, in the version that is shown; what it lacks is shown as it was written."""

    def __init__(self, piece: Any, asked: str = "") -> None:
        self.versions = versions(piece)
        self.version = chosen(self.versions, asked)
        self.language = self.version.language
        content: dict[str, Any] = content_of(piece)
        translated: dict[str, Any] = {}
        if not self.version.is_original:
            translation = Translation.objects.only("content").get(piece=piece.pk, language=self.language)
            translated = {name: text for name, text in translation.content.items() if text}
        self.title = str(translated.get("title") or content["title"])
        self.summary = str(translated.get("summary") or content["summary"])
        self.figure = figure_of(content)
        self.sections: list[dict[str, Any]] = [
            {
                "number": number,
                "heading": label(piece.kind, name),
                "markup": str(translated.get(name) or content[name]),
                "language": self.language if name in translated else piece.language,
            }
            for number, name in enumerate((name for name in piece.SECTIONS if content[name]), 1)
        ]

    @property
    def notice(self) -> str:
        """What the reader should know of the text before reading it; nothing for an original."""
        if self.version.is_original:
            return ""
        words = {"language": self.versions[0].name}
        if self.version.is_machine and self.version.is_outdated:
            return _("Translated from %(language)s by a machine, and the original has changed since.") % words
        if self.version.is_machine:
            return _("Translated from %(language)s by a machine. Nobody has checked it.") % words
        if self.version.is_outdated:
            return _("Translated from %(language)s. The original has changed since.") % words
        return _("Translated from %(language)s by a person.") % words
