"""What happened to an outcome since it was told, newest first, for its page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from core.models import Visibility
from partnerships.models import PartConsent
from results.acts_read import Acts
from results.models import EvidenceItem, HarvestedOutcome

A_MOMENT = timedelta(seconds=5)  # telling it sets both times, one after the other


@dataclass(frozen=True)
class Happened:
    """`who` may be nobody in particular."""

    at: datetime
    what: str
    who: str = ""


def history_of(outcome: HarvestedOutcome, items: Iterable[EvidenceItem], acts: Acts) -> list[Happened]:
    """From what the page has read already, and one query for who agreed to show it."""
    told_by = str(outcome.reported_by) if outcome.reported_by else ""
    found = [Happened(outcome.created_at, _("Told"), told_by)]
    if outcome.changed_at - outcome.created_at > A_MOMENT:
        found.append(Happened(outcome.changed_at, _("Says what it says now")))
    found += [Happened(item.created_at, _("Evidence added: %(title)s") % {"title": item.title}) for item in items]
    found += [Happened(said.said_at, said.words, said.who) for said in (*acts.now, *acts.before)]
    found += _consents(outcome)
    return sorted(found, key=lambda each: each.at, reverse=True)


def _consents(outcome: HarvestedOutcome) -> list[Happened]:
    words = {
        Visibility.PUBLIC: _("Agrees to show it to everybody"),
        Visibility.COMMUNITY: _("Agrees to show it to verified members"),
        Visibility.PARTIES: _("Wants it to be for the parties only"),
    }
    rows = PartConsent.objects.filter(part="outcome", part_id=outcome.pk).select_related("institution")
    return [Happened(row.agreed_at, words[Visibility(row.to)], row.institution.name) for row in rows]
