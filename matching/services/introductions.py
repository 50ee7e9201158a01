"""The steps of an introduction: asked for, taken by a broker, sent to both sides, accepted by both or ended.

Each step locks the need, the offer and the introduction, in this order. A step that was taken already changes
nothing; one that cannot be taken any more raises WrongState.
"""

import uuid
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Institution, User
from matching.introducing import letters
from matching.introducing.beginning import begin_partnership
from matching.introducing.ending import refresh, release
from matching.locking import locked
from matching.models import Introduction, Need, Offer
from matching.models.choices import AskedThrough, DeclinedBy, IntroductionStatus, NeedStatus, OfferStatus, Side
from matching.models.introductions import ANSWERED_WITHIN, IN_BROKERS_HANDS, OPEN
from matching.models.offers import LIVE
from matching.permissions import can_accept, can_broker, can_close_unsent, can_decline, is_broker, side_of

Status = IntroductionStatus
ANSWER_WITHIN = timedelta(days=21)
LONGEST_DEADLINE = timedelta(days=180)


class CannotIntroduce(Exception):
    """Not these two, or not now; the message tells why, in plain words."""


class WrongState(Exception):
    """The introduction is past this step, or has ended; the message tells where it stands."""


@transaction.atomic
def request_introduction(
    *, need: Need, institution: Institution, offer: Offer | None = None, message: str = "", by: User
) -> Introduction:
    """The side that asks wants to be introduced to a peer. Who speaks for it says yes by asking."""
    need, offer = locked(need), locked(offer) if offer else None
    _refuse_pair(need, institution, offer)
    known = _open_between(need, institution, message, by)
    if known:
        return known
    introduction = _begin(need, institution, offer, message, AskedThrough.NEED, by)
    if side_of(by, introduction) == Side.DEMAND:
        _say_yes(introduction, Side.DEMAND, by)
        introduction.save()
    letters.tell_brokers(introduction)
    return introduction


@transaction.atomic
def offer_introduction(*, offer: Offer, need: Need, message: str = "", by: User) -> Introduction:
    """Who offers has read a need and would talk. Who speaks for it says yes by this."""
    need, offer = locked(need), locked(offer)
    _refuse_pair(need, offer.institution, offer)
    known = _open_between(need, offer.institution, message, by)
    if known:
        return known
    introduction = _begin(need, offer.institution, offer, message, AskedThrough.OFFER, by)
    if side_of(by, introduction) == Side.SUPPLY:
        _say_yes(introduction, Side.SUPPLY, by)
        introduction.save()
    letters.tell_brokers(introduction)
    return introduction


@transaction.atomic
def propose_introduction(
    *, need: Need, institution: Institution, offer: Offer | None = None, message: str = "", by: User
) -> Introduction:
    """A broker brings two together who did not ask; both are written to when it is sent."""
    if not is_broker(by):
        raise CannotIntroduce(_("Brokers propose introductions."))
    need, offer = locked(need), locked(offer) if offer else None
    _refuse_pair(need, institution, offer)
    known = _open_between(need, institution, message, by)
    if known:
        return known
    introduction = _begin(need, institution, offer, message, AskedThrough.BROKER, by)
    _take(introduction, by)
    return introduction


@transaction.atomic
def take_introduction(*, introduction: Introduction, by: User) -> Introduction:
    """A broker looks after it from now on; from a colleague it is taken over."""
    stored = locked(introduction)
    _insist_open(stored)
    if not can_broker(by, stored):
        raise CannotIntroduce(_("Brokers look after introductions."))
    if stored.owner_id != by.pk:
        _take(stored, by)
    return stored


@transaction.atomic
def send_introduction(
    *, introduction: Introduction, message: str = "", deadline: date | None = None, by: User
) -> Introduction:
    """Write to both sides, who answer until the deadline (three weeks, unless said otherwise)."""
    offer = Offer.objects.select_for_update(of=("self",)).filter(pk=introduction.offer_id).first()
    stored = locked(introduction)
    if stored.status in LIVE or stored.status == Status.INTRODUCED:
        return stored
    _insist_open(stored)
    if not can_broker(by, stored):
        raise CannotIntroduce(_("Brokers send introductions."))
    if stored.demand_institution is None:
        raise CannotIntroduce(_("Say first which institution asks."))
    today = timezone.localdate()
    until = deadline or today + ANSWER_WITHIN
    if not today < until <= today + LONGEST_DEADLINE:
        raise CannotIntroduce(_("The day to answer by lies ahead, within half a year."))
    if offer is not None:
        _refuse_full(offer)
    now = timezone.now()
    if message:
        stored.message = message
    stored.sent_at, stored.sent_by, stored.deadline = now, by, until
    stored.answered_at = stored.answered_at or now
    stored.owner = stored.owner or by
    stored.status = _status_of_answers(stored)
    stored.version += 1
    stored.save()
    if stored.need_id:
        Need.objects.filter(pk=stored.need_id, status=NeedStatus.OPEN).update(status=NeedStatus.IN_INTRODUCTION)
    refresh(stored)
    letters.tell_sent(stored)
    return stored


@transaction.atomic
def accept_introduction(*, introduction: Introduction, by: User) -> Introduction:
    """Say yes for the side one speaks for; the second yes begins a partnership. Twice is once."""
    stored = _locked_live(introduction)
    if not can_accept(by, stored):
        raise CannotIntroduce(_("Who speaks for one of the two sides accepts, and not who sent it."))
    return accept_for(stored, side_of(by, stored), by)


def accept_for(stored: Introduction, side: str, by: User | None) -> Introduction:
    """The same for a side whose word came by a signed link; under the lock of the introduction."""
    if getattr(stored, f"{side}_accepted_at") or stored.status == Status.INTRODUCED:
        return stored
    if stored.status not in LIVE:
        raise WrongState(_not_any_more(stored))
    _say_yes(stored, side, by)
    stored.status = _status_of_answers(stored)
    stored.version += 1
    stored.save()
    if stored.status == Status.INTRODUCED:
        _introduce(stored)
    else:
        letters.tell_accepted(stored, side)
    return stored


@transaction.atomic
def decline_introduction(*, introduction: Introduction, because: str, note: str = "", by: User) -> Introduction:
    """Say no for the side one speaks for, with the reason that the other side and brokers read."""
    stored = locked(introduction)
    if not can_decline(by, stored):
        raise CannotIntroduce(_("Who speaks for one of the two sides declines."))
    return decline_for(stored, side_of(by, stored) or stored.asking_side, because=because, note=note)


@transaction.atomic
def close_introduction(*, introduction: Introduction, because: str, note: str = "", by: User) -> Introduction:
    """A broker does not send it on, with a reason that who asked reads; the peer never hears of it. Twice is once."""
    stored = locked(introduction)
    if not can_close_unsent(by, stored):
        raise CannotIntroduce(_("Brokers close what came by mail, and what they proposed themselves."))
    if stored.status == Status.DECLINED and stored.declined_side == DeclinedBy.BROKER:
        return stored
    if stored.status not in IN_BROKERS_HANDS:
        raise WrongState(_not_any_more(stored))
    stored.owner = stored.owner or by
    stored.answered_at = stored.answered_at or timezone.now()
    return _end_with_reason(stored, DeclinedBy.BROKER, because, note)


def decline_for(stored: Introduction, side: str, *, because: str, note: str = "") -> Introduction:
    """The same for a side whose word came by a signed link; under the lock of the introduction."""
    if stored.status == Status.DECLINED and stored.declined_side == side:
        return stored
    is_withdrawal = side == stored.asking_side and stored.status in OPEN
    if stored.status not in LIVE and not is_withdrawal:
        raise WrongState(_not_any_more(stored))
    return _end_with_reason(stored, side, because, note)


def _end_with_reason(stored: Introduction, side: str, because: str, note: str) -> Introduction:
    stored.status, stored.ended_at = Status.DECLINED, timezone.now()
    stored.declined_side, stored.declined_because, stored.declined_note = side, because, note
    stored.version += 1
    stored.save()
    release(stored)
    letters.tell_declined(stored)
    return stored


def _locked_live(introduction: Introduction) -> Introduction:
    """With its need and offer before it, because both change when the second side says yes."""
    if introduction.need_id:
        Need.objects.select_for_update(of=("self",)).filter(pk=introduction.need_id).first()
    if introduction.offer_id:
        Offer.objects.select_for_update(of=("self",)).filter(pk=introduction.offer_id).first()
    return locked(introduction)


def _refuse_pair(need: Need, institution: Institution, offer: Offer | None) -> None:
    if need.institution_id == institution.pk:
        raise CannotIntroduce(_("An institution cannot be introduced to itself."))
    if not Need.objects.open().filter(pk=need.pk).exists():
        raise CannotIntroduce(_("This need is not open. Open it first."))
    if need.exclusions.filter(pk=institution.pk).exists():
        raise CannotIntroduce(_("This institution is on the list of those not to be matched with."))
    if offer is None:
        return
    if offer.institution_id != institution.pk:
        raise CannotIntroduce(_("The offer is of another institution."))
    if offer.status != OfferStatus.OPEN:
        raise CannotIntroduce(_("This offer is not open any more."))
    if offer.exclusions.filter(pk=need.institution_id).exists():
        raise CannotIntroduce(_("This offer is not available to you."))
    _refuse_full(offer)


def _refuse_full(offer: Offer) -> None:
    used = Offer.objects.with_capacity().get(pk=offer.pk).in_use
    if used >= offer.at_once:
        raise CannotIntroduce(_("All places of this offer are taken at the moment."))


def _open_between(need: Need, institution: Institution, message: str, by: User) -> Introduction | None:
    """The one that is open already. Other words would be lost with it: whoever wrote them is told."""
    found: Introduction | None = Introduction.objects.open().filter(need=need, supply_institution=institution).first()
    if found is None:
        return None
    if not Introduction.objects.visible_to(by).filter(pk=found.pk).exists():
        raise CannotIntroduce(_("A broker is looking at these two already, and will write to you."))
    if message and message != found.message:
        raise CannotIntroduce(_("These two are being introduced already. You find it among your introductions."))
    return found


def _begin(
    need: Need, institution: Institution, offer: Offer | None, message: str, through: str, by: User
) -> Introduction:
    made: Introduction = Introduction.objects.create(
        need=need,
        offer=offer,
        demand_institution=need.institution,
        supply_institution=institution,
        problem=need.problem,
        message=message,
        language=need.language,
        asked_through=through,
        requested_by=by,
        answer_by=timezone.localdate() + ANSWERED_WITHIN,
        creation_key=uuid.uuid4(),
        is_demo=need.is_demo,
    )
    return made


def _take(stored: Introduction, by: User) -> None:
    home = by.memberships.active().select_related("institution").order_by("role", "pk").first()
    stored.owner = by
    stored.broker_institution = stored.broker_institution or (home.institution if home else None)
    if stored.status == Status.PROPOSED:
        stored.status = Status.BROKER_REVIEW
    stored.version += 1
    stored.save()


def _say_yes(stored: Introduction, side: str, by: User | None) -> None:
    setattr(stored, f"{side}_accepted_at", timezone.now())
    setattr(stored, f"{side}_accepted_by", by)


def _status_of_answers(stored: Introduction) -> str:
    """Where a sent introduction stands, by who has said yes."""
    if stored.demand_accepted_at and stored.supply_accepted_at:
        return Status.INTRODUCED
    if stored.demand_accepted_at:
        return Status.ACCEPTED_DEMAND
    return Status.ACCEPTED_SUPPLY if stored.supply_accepted_at else Status.SENT


def _introduce(stored: Introduction) -> None:
    """Both have said yes: the partnership begins, and the need is matched."""
    stored.ended_at = timezone.now()
    author = stored.demand_accepted_by or stored.requested_by or stored.owner or stored.sent_by
    if author is not None:
        stored.partnership = begin_partnership(stored, by=author)
    stored.save()
    if stored.need_id:
        Need.objects.filter(pk=stored.need_id).update(status=NeedStatus.MATCHED)
    refresh(stored)
    letters.tell_introduced(stored)


def _insist_open(stored: Introduction) -> None:
    if not stored.is_open:
        raise WrongState(_not_any_more(stored))


def _not_any_more(stored: Introduction) -> str:
    return _("This introduction is in the state “%(state)s”.") % {"state": stored.get_status_display()}
