"""Each registration of an event as its hosts read it: the same rows and fields on the page and in the file."""

from collections.abc import Iterator
from typing import Any

from django.db.models import BigIntegerField, Count, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from events.models import LearningEvent, Registration
from events.models.choices import RegistrationStatus
from events.models.registrations import RegistrationQuerySet
from events.permissions import is_host

LAST = 2**62  # who is not in line yet stands behind those who are


def rows_of(event: LearningEvent, status: str = "") -> RegistrationQuerySet:
    """In the order of asking. Who has not confirmed the address is not seen, but for those whom the hosts invited."""
    known = Q(address_confirmed_at__isnull=False) | Q(status=RegistrationStatus.INVITED)
    found = Registration.objects.filter(known, event=event).select_related("institution", "country")
    if status in RegistrationStatus.values:
        found = found.filter(status=status)
    line = Coalesce("queue_number", Value(LAST), output_field=BigIntegerField())
    ordered: RegistrationQuerySet = found.annotate(line=line).order_by("line", "pk")
    return ordered


def counts_of(event: LearningEvent) -> list[tuple[str, str, int]]:
    """How many there are in each state: code, words and number, in the order of the states."""
    counted = rows_of(event).order_by().values("status").annotate(count=Count("pk")).values_list("status", "count")
    counts = dict(counted)
    return [(code, str(label), counts[code]) for code, label in RegistrationStatus.choices if counts.get(code)]


def places_of(event: LearningEvent) -> dict[int, int]:
    """Who waits, and as which in line."""
    in_line = event.registrations.waiting().values_list("pk", flat=True)
    return {pk: place for place, pk in enumerate(in_line, start=1)}


def reads_access_needs(user: Any, event: LearningEvent) -> bool:
    """People were told that only the hosts read them."""
    return is_host(user, event)


def header(user: Any, event: LearningEvent) -> list[str]:
    columns = [
        *(_("name"), _("e-mail"), _("job title"), _("organisation"), _("country"), _("comes for"), _("status")),
        *(_("place in line"), _("registered on"), _("in the list of participants"), _("language")),
    ]
    return [*columns, _("needs to take part")] if reads_access_needs(user, event) else columns


def cells(user: Any, event: LearningEvent) -> Iterator[list[Any]]:
    with_needs, places = reads_access_needs(user, event), places_of(event)
    for each in rows_of(event):
        row = [
            *(each.name, each.email, each.job_title, each.organisation_name, str(each.country or "")),
            *(each.get_represents_display(), each.get_status_display(), places.get(each.pk, "")),
            *(each.created_at.date().isoformat(), each.in_list, each.language),
        ]
        yield [*row, each.access_needs] if with_needs else row
