"""How the words of an outcome changed, and what others said to which of them, for its reader."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from community.models import Country
from core.partial_dates import display
from knowledge.wording_changes import Change, blocks
from results import permissions
from results.acts_read import Acts, Said
from results.models import HarvestedOutcome, OutcomeWording
from results.models.choices import Benefits, Level
from results.revisions import WORDS, content_of

CHOSEN = {"level": Level, "benefits": Benefits}


@dataclass(frozen=True)
class Wording:
    """One wording: its words by term, what is new against the one before it, and the answers to it.

    `until` is None for the present words. `ended_by` is told to the parties alone.
    """

    words: list[tuple[str, str]]
    said: list[Said]
    changes: list[Change] = field(default_factory=list)
    until: datetime | None = None
    ended_by: str = ""


@dataclass(frozen=True)
class Wordings:
    """Newest first; `unread` was said to words that this reader may not read."""

    told: list[Wording]
    unread: list[Said]


def earlier_of(outcome: HarvestedOutcome, user: Any) -> Any:
    """The earlier wordings that this person may read, for whoever may see the outcome."""
    is_party = permissions.reads_as_party(user, outcome.partnership)
    return OutcomeWording.objects.filter(outcome=outcome).readable_by(user, is_party=is_party)


def wordings_of(outcome: HarvestedOutcome, user: Any, acts: Acts) -> Wordings:
    """Three queries, however often it was put in other words."""
    names_people = permissions.reads_as_party(user, outcome.partnership)
    earlier: list[OutcomeWording] = list(earlier_of(outcome, user))
    contents = [*(each.content for each in earlier), content_of(outcome)]
    countries = Country.objects.in_bulk({content["country_id"] for content in contents if content["country_id"]})
    said = sorted((*acts.now, *acts.before), key=lambda each: each.said_at)
    told: list[Wording] = []
    before: list[tuple[str, str]] | None = None
    for place, content in enumerate(contents):
        words = _words(content, countries)
        ended = earlier[place] if place < len(earlier) else None
        revision = ended.revision if ended else outcome.revision
        told.append(
            Wording(
                words=words,
                said=[each for each in said if each.revision == revision],
                changes=_changes(before, words) if before is not None else [],
                until=ended.replaced_at if ended else None,
                ended_by=ended.replaced_name if ended and names_people else "",
            )
        )
        before = words
    read = {each.revision for each in earlier} | {outcome.revision}
    return Wordings(told[::-1], [each for each in said if each.revision not in read])


def _words(content: dict[str, Any], countries: dict[Any, Country]) -> list[tuple[str, str]]:
    """Every term of an outcome with its words, also those that are empty, so that two wordings can be compared."""
    told = []
    for name in WORDS:
        value = content.get(name)
        if name == "country_id":
            value = countries.get(value, "")
        elif name == "changed_on":
            value = display(value or "")
        elif name in CHOSEN:
            value = CHOSEN[name](value).label if value in CHOSEN[name] else value
        elif isinstance(value, bool):
            value = _("yes") if value else ""
        told.append((_label(name), str(value or "")))
    return told


def _label(name: str) -> str:
    words: Any = HarvestedOutcome._meta.get_field(name.removesuffix("_id"))
    label = str(words.verbose_name)
    return label[:1].upper() + label[1:]


def _changes(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> list[Change]:
    was = dict(before)
    return [Change(term, list(blocks(was.get(term, ""), text))) for term, text in after if was.get(term, "") != text]
