"""Asking both sides of every partnership at work, once each half year, and once more before it is too late."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.utils import timezone

from mail.models import Message
from partnerships.models import Partnership, PulseInvitation, PulseRound
from partnerships.models.choices import Stage, Standing
from partnerships.models.partnership import PartnershipQuerySet
from partnerships.pulse.links import ASKED, ASKED_AGAIN, mail_invitations
from partnerships.pulse.people import Invited, people_of

AT_WORK = (Stage.EXCHANGING, Stage.ADAPTING, Stage.CONSOLIDATING)
OPEN_FOR = timedelta(weeks=6)
REMINDED_BEFORE = timedelta(weeks=2)
# A round that was opened late in its half year moves the next one: nobody is asked twice within four months.
ROUNDS_APART = timedelta(days=120)
MOST_AT_ONCE = 1_000


@transaction.atomic
def open_rounds(*, on: date | None = None) -> int:
    """Begin what is due, and write one letter to each person of both sides; how many rounds that are.

    A partnership has one round each half year, so that the job may run as often as it likes, late or twice.
    Where there is nobody to ask it is looked at again the next day.
    """
    today = on or timezone.localdate()
    records = list(due(today).select_for_update(of=("self",), skip_locked=True).order_by("pk")[:MOST_AT_ONCE])
    prefetch_related_objects(records, "members")
    letters: dict[str, list[PulseInvitation]] = {}
    zones: dict[str, str] = {}
    opened = 0
    for partnership in records:
        people = people_of(partnership)
        opened += bool(people)
        for person, invitation in invite(partnership, people, today) if people else ():
            letters.setdefault(person.address, []).append(invitation)
            zones.setdefault(person.address, person.time_zone)
    for address, theirs in letters.items():
        mail_invitations(theirs, purpose=ASKED, today=today, time_zone=zones[address])
    return opened


def due(today: date) -> PartnershipQuerySet:
    """Confirmed by both sides, at work, and not asked in this half year or within the last months."""
    rounds = PulseRound.objects.filter(partnership=OuterRef("pk"))
    at_work = Partnership.objects.on_record().filter(stage__in=AT_WORK, standing=Standing.BOTH_SIDES, objected_at=None)
    recent = rounds.filter(opened_on__gt=today - ROUNDS_APART)
    not_asked = at_work.exclude(Exists(rounds.filter(period=half_year(today)))).exclude(Exists(recent))
    return not_asked.defer("search")


def invite(partnership: Partnership, people: list[Invited], today: date) -> list[tuple[Invited, PulseInvitation]]:
    """A round with an invitation for each of these; the record is locked."""
    opened = PulseRound.objects.create(
        partnership=partnership, period=half_year(today), opened_on=today, closes_on=today + OPEN_FOR
    )
    invitations = [
        PulseInvitation(
            round=opened,
            side=person.side,
            institution=person.institution,
            person=person.user,
            address=person.address,
            name=person.name,
            language=person.language,
        )
        for person in people
    ]
    return list(zip(people, PulseInvitation.objects.bulk_create(invitations), strict=True))


@transaction.atomic
def remind(*, on: date | None = None) -> int:
    """One letter to each who has not answered, in the last two weeks of a round; how many letters that are.

    An address that was reminded within two weeks is not reminded again, so each invitation is at most once.
    """
    today = on or timezone.localdate()
    since = today - REMINDED_BEFORE
    letters = Message.objects.filter(
        purpose=ASKED_AGAIN, recipient=OuterRef("address"), period__gte=f"{since:%Y-%m-%d}"
    )
    waiting = PulseInvitation.objects.open(today).filter(round__closes_on__lte=today + REMINDED_BEFORE)
    silent = waiting.exclude(Exists(letters)).select_related("round__partnership", "institution", "person__profile")
    theirs: dict[str, list[PulseInvitation]] = {}
    for each in silent.prefetch_related("round__partnership__members").order_by("address", "pk")[:MOST_AT_ONCE]:
        theirs.setdefault(each.address, []).append(each)
    return sum(
        mail_invitations(each, purpose=ASKED_AGAIN, today=today, time_zone=_zone(each[0])) for each in theirs.values()
    )


def half_year(day: date) -> str:
    """`2026-H2`."""
    return f"{day.year}-H{1 if day.month <= 6 else 2}"


def _zone(invitation: PulseInvitation) -> str:
    profile = getattr(invitation.person, "profile", None)
    return profile.time_zone if profile else "UTC"
