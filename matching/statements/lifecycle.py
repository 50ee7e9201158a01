"""What happens by itself: whether a need or an offer still holds is asked after half a year, and what is over closes."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from matching import profiles
from matching.models import Introduction, Offer
from matching.models.introductions import OPEN as BEING_INTRODUCED
from matching.statements import letters
from matching.statements.kinds import KINDS


def ask_whether_they_hold(today: date | None = None) -> int:
    """Write to the institutions whose needs and offers nobody confirmed for half a year; how many those are.

    One letter for all that is due at an institution. What was asked about is marked, so the job may run each day,
    late or twice.
    """
    day = today or timezone.localdate()
    institutions = {
        pk
        for kind in KINDS.values()
        for pk in _quiet(kind.model.objects.to_confirm(day)).values_list("institution", flat=True)
    }
    return sum(_ask(pk, day) for pk in sorted(institutions))


def close_what_is_over(today: date | None = None) -> int:
    """Close what nobody confirmed within a month of being asked, and what has seen its last day; how many.

    Its institution reads of it in one letter. While somebody is being introduced, nothing closes by itself.
    """
    day = today or timezone.localdate()
    closed: dict[int, list[Any]] = defaultdict(list)
    with transaction.atomic():
        for statement in _over(day):
            closed[statement.institution_id].append(statement)
        offering = [pk for pk, rows in closed.items() if any(isinstance(row, Offer) for row in rows)]
        profiles.refresh(offering)
        for institution_id, statements in closed.items():
            letters.tell_closed(institution_id, statements, day)
    return sum(len(rows) for rows in closed.values())


@transaction.atomic
def _ask(institution_id: int, day: date) -> int:
    due = {
        name: list(_held(kind.model.objects.to_confirm(day).filter(institution=institution_id)))
        for name, kind in KINDS.items()
    }
    asked = [statement for rows in due.values() for statement in rows]
    if not asked:
        return 0
    for kind in KINDS.values():
        kind.model.objects.filter(pk__in=[each.pk for each in due[kind.name]]).update(asked_on=day)
    letters.ask_whether_it_holds(institution_id, due["need"], due["offer"], day)
    return 1


def _over(day: date) -> list[Any]:
    """Close and give them."""
    found = []
    for kind in KINDS.values():
        unanswered = Q(pk__in=kind.model.objects.unanswered(day).values("pk"))
        for statement in _held(kind.model.objects.open().filter(unanswered | Q(ends_on__lt=day))):
            with translation.override(statement.language):
                is_past = statement.ends_on is not None and statement.ends_on < day
                because = _("Its last day is over.") if is_past else _("Nobody said that it still holds.")
            statement.status, statement.closed_on, statement.closed_because = "closed", day, because
            statement.version += 1
            statement.save(update_fields=["status", "closed_on", "closed_because", "version", "updated_at"])
            found.append(statement)
    return found


def _held(statements: Any) -> Any:
    """Locked; those that somebody writes at in this moment wait for the next run."""
    return (
        _quiet(statements)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("institution")
        .order_by("pk")
    )


def _quiet(statements: Any) -> Any:
    """Those about which nobody is being introduced."""
    name = statements.model._meta.model_name
    going = Introduction.objects.filter(status__in=BEING_INTRODUCED, **{name: OuterRef("pk")})
    return statements.filter(~Exists(going))
