"""What a report says, before it is a document: read as its owner, at the moment it is made."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import DateField, Q
from django.db.models.functions import Coalesce
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Visibility
from partnerships import wording
from partnerships.cards import known
from partnerships.models import Activity, Adaptation, DonorReference, LearningEntry, Partnership, PortfolioReport
from partnerships.models.choices import Side, Stage
from partnerships.reports.figures import Figure, figures


@dataclass(frozen=True)
class Line:
    """Something dated that is told of a record; `limits` says who may not read it yet."""

    lead: str
    text: str
    limits: str = ""


@dataclass(frozen=True)
class Record:
    title: str
    marks: list[str]
    facts: list[tuple[str, str]]
    problem_heading: str
    problem: str
    exchanges: list[Line]
    learning: list[Line]
    adaptations: list[Line]
    what_changed: str
    address: str


@dataclass(frozen=True)
class Content:
    title: str
    language: str
    is_rtl: bool
    period: str
    made: str
    selection: str
    left_out: int
    figures: list[Figure] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)


def readable(report: PortfolioReport) -> list[Partnership]:
    """Of what was selected, the records that the owner may see now; no drafts, and no wordings under way."""
    seen = Partnership.objects.listed_for(report.owner).exclude(visibility=Visibility.PRIVATE)
    chosen = seen.filter(pk__in=report.partnership_ids).select_related("reported_by").defer("search")
    return list(chosen.prefetch_related("members", "sectors").order_by("title", "pk"))


def content_of(report: PortfolioReport, partnerships: Sequence[Partnership], *, is_rtl: bool) -> Content:
    """In the language that is active; parts that the owner may not see are not in it."""
    told = Told(report, partnerships)
    return Content(
        title=report.title,
        language=report.language,
        is_rtl=is_rtl,
        period=_("%(first)s to %(last)s") % {"first": day(report.starts_on), "last": day(report.ends_on)},
        made=_("Made on %(day)s from the P2P Portal, %(address)s")
        % {"day": day(timezone.localdate()), "address": settings.BASE_URL},
        selection=report.selected_by,
        left_out=len(set(report.partnership_ids)) - len(partnerships),
        figures=figures(partnerships, told.activities),
        records=[_record(each, told) for each in partnerships],
    )


class Told:
    """The dated parts of all records in the period, and the owner's numbers: a query for each kind."""

    def __init__(self, report: PortfolioReport, partnerships: Sequence[Partnership]) -> None:
        self.owner: Any = report.owner
        period = (report.starts_on, report.ends_on)
        self.activities = self._read(
            Activity.objects.annotate(last_day=Coalesce("ends_on", "starts_on", output_field=DateField())).filter(
                Q(starts_on__lte=min(report.ends_on, timezone.localdate())) & Q(last_day__gte=report.starts_on)
            ),
            partnerships,
            "starts_on",
        )
        self.learning = self._read(LearningEntry.objects.filter(noted_on__range=period), partnerships, "noted_on")
        self.adaptations = self._read(Adaptation.objects.filter(decided_on__range=period), partnerships, "decided_on")
        self.numbers: dict[int, list[str]] = defaultdict(list)
        own = DonorReference.objects.filter(partnership__in=partnerships, institution__in=self.owner.institution_ids)
        for pk, number in own.order_by("pk").values_list("partnership", "number"):
            self.numbers[pk].append(number)

    def _read(self, parts: Any, partnerships: Sequence[Partnership], order: str) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for part in parts.visible_to(self.owner).filter(partnership__in=partnerships).order_by(order, "pk"):
            found[part.partnership_id].append(part)
        return found


def _record(partnership: Partnership, told: Told) -> Record:
    return Record(
        title=partnership.title,
        marks=_marks(partnership),
        facts=[(term, fact) for term, fact in _facts(partnership, told.numbers[partnership.pk]) if fact],
        problem_heading=wording.problem_heading(partnership),
        problem=partnership.problem,
        exchanges=[_exchange(each) for each in told.activities[partnership.pk]],
        learning=[
            _line(each, each.noted_on, f"{each.get_side_display()}: {each.title}", each.text)
            for each in told.learning[partnership.pk]
        ],
        adaptations=[
            _line(each, each.decided_on, each.trigger, " ".join(part for part in (each.decision, each.effect) if part))
            for each in told.adaptations[partnership.pk]
        ],
        what_changed=partnership.what_changed,
        address=settings.BASE_URL + partnership.get_absolute_url(),
    )


def _marks(partnership: Partnership) -> list[str]:
    """What has to be known before any of it is printed elsewhere."""
    marks = [_("Demonstration record")] if partnership.is_demo else []
    if partnership.objected_at:
        marks.append(_("One side objects to this record"))
    return marks + ([limits] if (limits := _limits(partnership.visibility)) else [])


def _limits(visibility: str) -> str:
    words = {
        Visibility.PARTIES: _("only the parties may read this"),
        Visibility.COMMUNITY: _("only verified members may read this"),
    }
    return words.get(Visibility(visibility), "")


def _facts(partnership: Partnership, numbers: list[str]) -> list[tuple[str, str]]:
    sides = [(str(Side(side).label), _named(partnership, side)) for side in Side.values]
    sectors = ", ".join(str(sector) for sector in partnership.sectors.all()) or partnership.sector_words
    return [
        (_("What it rests on"), wording.standing_text(partnership)),
        (_("Our reference number"), "; ".join(numbers)),
        *sides,
        (_("Sector"), sectors),
        (_("Period"), str(partnership.period)),
        (_("Stage"), known(Stage(partnership.stage))),
    ]


def _named(partnership: Partnership, side: str) -> str:
    return "; ".join(wording.member_name(member) for member in partnership.members.all() if member.side == side)


def _exchange(activity: Activity) -> Line:
    facts = [activity.get_kind_display(), activity.get_mode_display()]
    if activity.travels != Activity.Travels.NOBODY:
        facts.append(activity.get_travels_display())
    if activity.people:
        facts.append(ngettext("%(people)s person", "%(people)s people", activity.people) % {"people": activity.people})
    told = ". ".join(part for part in (", ".join(map(str, facts)), activity.what_changed) if part)
    return _line(activity, activity.starts_on, activity.title, told)


def _line(part: Any, on: date, title: str, text: str) -> Line:
    return Line(lead=f"{day(on)}: {title}", text=text, limits=_limits(part.visibility))


def day(value: date) -> str:
    return str(formats.date_format(value, "DATE_FORMAT"))
