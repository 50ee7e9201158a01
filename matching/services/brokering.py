"""What brokers note beside the steps: who looks after it, who asks, what comes next, and the time it took."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Institution, User
from matching.brokering.queue import brokers
from matching.locking import locked
from matching.models import BrokerTime, Introduction, MatchWeights
from matching.permissions import can_broker, can_manage_weights
from matching.services.introductions import CannotIntroduce, WrongState
from matching.services.matches import find_all_matches_later


@transaction.atomic
def note_next_step(*, introduction: Introduction, text: str, by: User) -> Introduction:
    """The one thing that comes next, for whoever opens the desk tomorrow."""
    stored = locked(introduction)
    if not can_broker(by, stored):
        raise CannotIntroduce(_("Brokers look after introductions."))
    if stored.next_step != text:
        stored.next_step = text
        stored.save(update_fields=["next_step", "updated_at"])
    return stored


@transaction.atomic
def hand_over(*, introduction: Introduction, to: User, by: User) -> Introduction:
    """Let a colleague look after it."""
    stored = locked(introduction)
    if not stored.is_open:
        raise WrongState(_("This introduction has ended."))
    if not can_broker(by, stored) or not brokers().filter(pk=to.pk).exists():
        raise CannotIntroduce(_("Brokers look after introductions."))
    if stored.owner_id != to.pk:
        stored.owner = to
        stored.version += 1
        stored.save(update_fields=["owner", "version", "updated_at"])
    return stored


@transaction.atomic
def name_demand(*, introduction: Introduction, institution: Institution, by: User) -> Introduction:
    """Say which institution of the register asked by mail."""
    stored = locked(introduction)
    if not stored.is_open:
        raise WrongState(_("This introduction has ended."))
    if not can_broker(by, stored):
        raise CannotIntroduce(_("Brokers look after introductions."))
    if stored.demand_institution_id == institution.pk:
        return stored
    if stored.sent_at:
        raise WrongState(_("Both sides were written to already."))
    if institution.pk == stored.supply_institution_id:
        raise CannotIntroduce(_("An institution cannot be introduced to itself."))
    stored.demand_institution = institution
    try:
        with transaction.atomic():
            stored.save(update_fields=["demand_institution", "updated_at"])
    except IntegrityError:
        raise CannotIntroduce(_("These two are being introduced already.")) from None
    return stored


@transaction.atomic
def spend_time(*, introduction: Introduction, minutes: int, on: date | None = None, note: str = "", by: User) -> None:
    """Add time; the same minutes for the same thing on the same day are one entry, however often they are sent."""
    stored = locked(introduction)
    if not can_broker(by, stored):
        raise CannotIntroduce(_("Brokers look after introductions."))
    BrokerTime.objects.get_or_create(
        introduction=stored, by=by, on=on or timezone.localdate(), minutes=minutes, note=note
    )


@transaction.atomic
def write_weights(*, demand: dict[str, float], supply: dict[str, float], reason: str, by: User) -> MatchWeights:
    """A new version of the weights; the same figures as the newest are that version."""
    if not can_manage_weights(by):
        raise CannotIntroduce(_("Administrators write weights."))
    newest = MatchWeights.objects.select_for_update().order_by("-number").first()
    if newest and (newest.demand, newest.supply) == (demand, supply):
        return newest
    number = (MatchWeights.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    made: MatchWeights = MatchWeights.objects.create(
        number=number, demand=demand, supply=supply, reason=reason, created_by=by
    )
    find_all_matches_later()
    return made
