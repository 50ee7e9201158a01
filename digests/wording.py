"""What a letter says of an item, in the language that is active."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community import languages
from community.models import Institution
from core.templatetags.components import EVIDENCE_WORDS
from digests.news import (
    Item,
    collections,
    events,
    findings,
    institutions,
    outcomes,
    partnerships,
    pieces,
    questions,
    statements,
)
from events.times import hours_line
from knowledge.models import Collection, CollectionItem, Finding, OpenQuestion, Piece, QuestionEvidence
from knowledge.models.choices import Kind
from mail.letters import one_line
from matching.models import Need, Offer
from partnerships.models import StageChange
from results.models import HarvestedOutcome, PartnerWord, Substantiation

LONGEST_TEXT = 320
MOST_COUNTRIES = 4


@dataclass(frozen=True)
class Worded:
    """`spoken` is the language of title and text where it is another than the letter's."""

    kicker: str
    title: str
    text: str
    url: str
    link: str
    spoken: str = ""
    evidence: str = ""
    day: date | None = None
    notes: tuple[str, ...] = ()


def worded(item: Item, language: str) -> Worded:
    return _WORDED[item.about](item.record, language)


def _piece(piece: Piece, language: str) -> Worded:
    translated = _translation(piece, language)
    spoken = language if translated else piece.language
    content = translated.content if translated else {}
    countries = [country.name for country in piece.countries.all()]
    about = _(", ").join(countries[:MOST_COUNTRIES])
    kind = _("New evidence") if piece.kind == Kind.RESOURCE else piece.get_kind_display()
    proof = EVIDENCE_WORDS.get(piece.evidence, "") if piece.kind != Kind.RESOURCE else ""
    minutes = ngettext("%(count)d minute to read", "%(count)d minutes to read", piece.minutes)
    notes = [minutes % {"count": piece.minutes}] if piece.kind != Kind.RESOURCE else []
    if translated and translated.state == "machine":
        notes.append(_("Machine translation"))
    return Worded(
        kicker=" · ".join(each for each in (str(kind), about) if each),
        title=one_line(content.get("title") or piece.title),
        text=_short(content.get("summary") or piece.summary),
        url=_address(piece),
        link=_READ[piece.kind](),
        spoken="" if spoken == language else spoken,
        evidence=piece.evidence if proof else "",
        notes=tuple(notes + _demo(piece)),
    )


_READ: dict[str, Callable[[], str]] = {
    Kind.STORY: lambda: _("Read the story"),
    Kind.METHOD: lambda: _("Read the method"),
    Kind.CHALLENGE: lambda: _("Read the challenge"),
    Kind.RESOURCE: lambda: _("Findings with notes"),
}


def _translation(piece: Piece, language: str) -> Any:
    """One that is there in the reader's language and still says what the original does."""
    if piece.language == language:
        return None
    wording = piece.published_revision.sha256 if piece.published_revision else ""
    rows = (row for row in piece.translations.all() if row.language == language and row.of_sha256 == wording)
    return next(rows, None)


def _event(event: Any, _language: str) -> Worded:
    seats = _("Register") if not event.is_over else _("About the event")
    taken = event.seats_taken
    facts = (
        hours_line(event, _reader_zone()),
        languages.names(event.languages),
        ngettext("%(count)d registered", "%(count)d registered", taken) % {"count": taken} if taken else "",
        event.summary,
    )
    return Worded(
        kicker=" · ".join([str(_("Learning event")), event.get_format_display()]),
        title=one_line(event.title),
        text=_short(". ".join(each for each in facts if each)),
        url=_address(event),
        link=seats,
        day=event.starts_on,
        notes=tuple(_demo(event)),
    )


def _reader_zone() -> ZoneInfo:
    """That of whom the letter goes to, which is the active one."""
    return ZoneInfo(timezone.get_current_timezone_name())


def _partnership(record: Any, _language: str) -> Worded:
    if isinstance(record, StageChange):
        partnership = record.partnership
        kicker = _("Partnership · now: %(stage)s") % {"stage": record.get_stage_display()}
    else:
        partnership, kicker = record, _("New partnership")
    return Worded(
        kicker=kicker,
        title=one_line(partnership.title),
        text=_short(partnership.summary or partnership.problem),
        url=_address(partnership),
        link=_("See the partnership"),
        notes=tuple(_demo(partnership)),
    )


def _question(row: OpenQuestion | QuestionEvidence, language: str) -> Worded:
    """A question that is new, or what is said to one."""
    if isinstance(row, OpenQuestion):
        return Worded(
            kicker=_("New open question"),
            title=one_line(row.text),
            text=_short(row.answer or row.why),
            url=_address(row),
            link=_("See the question"),
            spoken="" if row.language == language else row.language,
            notes=tuple(_demo(row)),
        )
    what = _("%(bearing)s: %(subject)s") % {"bearing": row.get_bearing_display(), "subject": row.subject}
    return Worded(
        kicker=_("New evidence on an open question"),
        title=one_line(row.question.text),
        text=_short(" ".join(each for each in (what, row.note) if each)),
        url=_address(row.question),
        link=_("See the question"),
        notes=tuple(_demo(row.question)),
    )


def _finding(row: Finding, language: str) -> Worded:
    return Worded(
        kicker=" · ".join([str(_("New finding")), row.get_level_display(), row.get_effect_display()]),
        title=one_line(row.title),
        text=_short(_("%(text)s In: %(source)s") % {"text": row.text, "source": row.source.title}),
        url=settings.BASE_URL + reverse("knowledge:finding", args=[row.pk]),
        link=_("See the finding"),
        spoken="" if row.language == language else row.language,
        notes=tuple(_demo(row.source)),
    )


def _collection(row: Collection | CollectionItem, language: str) -> Worded:
    """A collection that is new, or what was put into one."""
    is_new = isinstance(row, Collection)
    collection: Any = row if isinstance(row, Collection) else row.collection
    put_in = "" if isinstance(row, Collection) else " – ".join(each for each in (str(row.subject), row.note) if each)
    return Worded(
        kicker=_("New collection") if is_new else _("New in a collection"),
        title=one_line(collection.title),
        text=_short(collection.body_text if is_new else put_in),
        url=_address(collection),
        link=_("See the collection"),
        spoken="" if collection.language == language else collection.language,
        notes=tuple(_demo(collection)),
    )


def _outcome(row: HarvestedOutcome | PartnerWord | Substantiation, language: str) -> Worded:
    """A change that is told, or what somebody else says to one: whether it is so stands before everything."""
    if isinstance(row, HarvestedOutcome):
        outcome, kicker, text = row, str(_("New outcome")), row.contribution
    else:
        outcome, text = row.outcome, row.comment
        who = row.institution.name if isinstance(row, PartnerWord) else _("Somebody outside both sides")
        kicker = _("%(who)s: %(verdict)s") % {"who": who, "verdict": row.get_verdict_display()}
    return Worded(
        kicker=kicker,
        title=one_line(outcome.what_changed),
        text=_short(text),
        url=_address(outcome),
        link=_("See the outcome"),
        spoken="" if outcome.language == language else outcome.language,
        evidence=str(EVIDENCE_WORDS.get(outcome.evidence, "")),
        notes=tuple(_demo(outcome)),
    )


def _institution(institution: Institution, _language: str) -> Worded:
    country = institution.country.name if institution.country else ""
    return Worded(
        kicker=" · ".join(each for each in (str(_("New institution")), country) if each),
        title=one_line(institution.name),
        text=_short(institution.description),
        url=_address(institution),
        link=_("See the institution"),
        notes=tuple(_demo(institution)),
    )


def _statement(row: Need | Offer, language: str) -> Worded:
    """What an institution is trying to change, or can share, in its own words."""
    is_need = isinstance(row, Need)
    country = row.institution.country.name if row.institution.country else ""
    kicker = _("New need") if is_need else _("New offer")
    return Worded(
        kicker=" · ".join(each for each in (str(kicker), row.institution.name, country) if each),
        title=one_line(str(row)),
        text=_short(row.problem if isinstance(row, Need) else row.expertise),
        url=_address(row),
        link=_("See the need") if is_need else _("See the offer"),
        spoken="" if row.language == language else row.language,
        notes=tuple(_demo(row)),
    )


_WORDED: dict[str, Callable[[Any, str], Worded]] = {
    pieces.PREFIX: _piece,
    events.PREFIX: _event,
    partnerships.PREFIX: _partnership,
    questions.PREFIX: _question,
    findings.PREFIX: _finding,
    institutions.PREFIX: _institution,
    collections.PREFIX: _collection,
    outcomes.PREFIX: _outcome,
    statements.needs.PREFIX: _statement,
    statements.offers.PREFIX: _statement,
}


def _demo(record: Any) -> list[str]:
    return [_("Demonstration record")] if record.is_demo else []


def _address(record: Any) -> str:
    return settings.BASE_URL + str(record.get_absolute_url())


def _short(text: str) -> str:
    return Truncator(one_line(text)).chars(LONGEST_TEXT)
