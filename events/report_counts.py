"""How many came, and from where: counted from the registrations, or as the source states it. Never typed."""

from dataclasses import asdict, dataclass

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf, Trim
from django.utils.translation import gettext as _

from community.models import Country
from events.models import LearningEvent, Registration
from events.models.choices import RegistrationStatus

# One organisation however it was given: the institution on record, else what was typed.
ORGANISATION = Case(
    When(institution__isnull=False, then=Lower("institution__name")),
    default=NullIf(Lower(Trim("organisation")), Value("")),
    output_field=CharField(),
)


@dataclass(frozen=True)
class Counts:
    """None where nothing is known; `note` says what the figures rest on."""

    participants: int | None
    organisations: int | None
    north: int | None
    south: int | None
    note: str

    def as_dict(self) -> dict[str, int | str | None]:
        return asdict(self)


def counts_of(event: LearningEvent) -> Counts:
    """Those who took part if attendance was taken, else those who had a place; else what the source states."""
    found = _count(event)
    if found["attended"]:
        return _counted(found, "attended", _("Counted from the attendance taken at the event."))
    if found["seated"]:
        return _counted(found, "seated", _("Counted from confirmed registrations; attendance was not taken."))
    if event.stated_participants is None and event.stated_organisations is None:
        return Counts(None, None, None, None, "")
    note = _("As stated in the source (%(source)s).") % {"source": event.stated_source}
    return Counts(event.stated_participants, event.stated_organisations, None, None, note)


def _counted(found: dict[str, int], who: str, note: str) -> Counts:
    return Counts(found[who], found[f"{who}_organisations"], found[f"{who}_north"], found[f"{who}_south"], note)


def _count(event: LearningEvent) -> dict[str, int]:
    """People, distinct organisations, and people by the side of their country: all in one query."""
    side = Coalesce(F("country__side"), F("institution__country__side"))
    seated = Registration.objects.filter(event=event).seated().order_by()
    figures = {}
    for who, having in (("seated", Q()), ("attended", Q(status=RegistrationStatus.ATTENDED))):
        figures[who] = Count("pk", filter=having)
        figures[f"{who}_organisations"] = Count("organisation_key", filter=having, distinct=True)
        figures[f"{who}_north"] = Count("pk", filter=having & Q(from_side=Country.Side.NORTH))
        figures[f"{who}_south"] = Count("pk", filter=having & Q(from_side=Country.Side.SOUTH))
    return dict(seated.annotate(organisation_key=ORGANISATION, from_side=side).aggregate(**figures))
