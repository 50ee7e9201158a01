"""Cases of the register for and against a form of support: records that this reader may see, with one fact each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from advice.models.choices import FORMS, Support
from partnerships.models import ComplementaryModality, Partnership
from partnerships.models.choices import Stage
from results.models import HarvestedOutcome

MOST = 3  # of each sort, for each form
Kind = ComplementaryModality.Kind
# How the register names other forms of support that went along with a partnership.
KINDS = {
    Support.ASSISTANCE: [Kind.TECHNICAL_ASSISTANCE, Kind.EMBEDDED_EXPERTS],
    Support.TRAINING: [Kind.TRAINING],
    Support.BUDGET: [Kind.BUDGET_SUPPORT],
}
STOPPED = (Stage.SUSPENDED, Stage.CANCELLED)


@dataclass(frozen=True)
class Case:
    partnership: Partnership
    fact: str | Promise


@dataclass(frozen=True)
class Cases:
    speaks_for: list[Case]
    against: list[Case]

    @property
    def is_empty(self) -> bool:
        return not (self.speaks_for or self.against)


def cases(form: Support, sector: str, user: Any) -> Cases:
    """Two queries. Without a sector the whole register is looked at; demonstration records never count.

    For a peer partnership: an outcome that somebody else corroborated, and after those a record that tells what
    changed; against it: a change for the worse, or a partnership that was stopped. For other forms only records count in which they went along with peers.
    """
    found = Partnership.objects.listed_for(user).real()
    if sector:
        found = found.filter(sector_codes__overlap=[sector])
    if form in KINDS:
        along = ComplementaryModality.objects.visible_to(user).filter(partnership=OuterRef("pk"), kind__in=KINDS[form])
        found = found.filter(Exists(along))
    outcomes = HarvestedOutcome.objects.listed_for(user).filter(partnership=OuterRef("pk"))
    found = found.annotate(
        has_proof=Exists(outcomes.corroborated().filter(is_negative=False)),
        got_worse=Exists(outcomes.filter(is_negative=True)),
    ).order_by("-has_proof", "-changed_at", "-pk")
    speak_for = found.filter(Q(has_proof=True) | ~Q(what_changed=""), got_worse=False).exclude(stage__in=STOPPED)
    against = found.filter(got_worse=True) | found.filter(stage__in=STOPPED)
    return Cases(
        [Case(each, _for(each)) for each in speak_for[:MOST]],
        [Case(each, _against(each)) for each in against[:MOST]],
    )


def all_cases(sector: str, user: Any) -> dict[Support, Cases]:
    return {form: cases(form, sector, user) for form in FORMS}


def _for(partnership: Any) -> str | Promise:
    if partnership.has_proof:
        return _("somebody else corroborated what changed")
    return _("the record tells what changed; nobody else has corroborated it")


def _against(partnership: Any) -> str | Promise:
    if partnership.got_worse:
        return _("a change for the worse is on record")
    return _("it was suspended") if partnership.stage == Stage.SUSPENDED else _("it was cancelled")
