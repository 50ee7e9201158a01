"""How editions stand: when they go out, to how many, and in which languages something lacks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef

from digests.letters import EDITION
from digests.making import shown
from digests.models import DigestChoice, Edition
from digests.periods import dated, goes_out_at, next_periods
from mail.models import MailPreference


@dataclass(frozen=True)
class Overview:
    """`languages` are the portal's, each with what lacks in it: the note, and pieces to be translated."""

    edition: Edition
    name: str
    goes_out_at: datetime
    items: list[Any]
    languages: list[tuple[str, bool, int]]
    readers: int


def next_ones() -> list[Overview]:
    return [overview(shown(period)) for period in next_periods().values()]


def overview(edition: Edition) -> Overview:
    """A fixed number of queries."""
    chosen = list(edition.chosen().prefetch_related("piece__translations"))
    items = [item.subject for item in chosen]
    pieces = [item.piece for item in chosen if item.piece]
    said = edition.said()
    languages = [
        (str(name), code in said or not said, sum(not _reads_in(piece, code) for piece in pieces))
        for code, name in settings.LANGUAGES
    ]
    return Overview(edition, dated(edition.period), goes_out_at(edition.period), items, languages, readers_of(edition))


def readers_of(edition: Edition) -> int:
    """Who gets digests in this rhythm and has not refused them."""
    refused = MailPreference.objects.filter(
        address=OuterRef("user__email"), kind=EDITION, choice=MailPreference.Choice.NEVER
    )
    people = DigestChoice.objects.filter(rhythm=edition.rhythm, user__is_active=True)
    return people.filter(~Exists(refused)).count()


def _reads_in(piece: Any, language: str) -> bool:
    return piece.language == language or any(row.language == language for row in piece.translations.all())
