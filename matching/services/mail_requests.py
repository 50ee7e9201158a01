"""A request for an introduction by somebody without an account, from the form to the broker's desk and to the end."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Institution
from matching.introducing import by_mail, letters
from matching.locking import locked
from matching.models import AskedByMail, Introduction, Offer
from matching.models.choices import AskedThrough, IntroductionStatus, OfferStatus, Side
from matching.models.introductions import ANSWERED_WITHIN
from matching.services.introductions import CannotIntroduce, WrongState, accept_for, decline_for
from matching.services.relay import pass_on


@dataclass(frozen=True)
class Given:
    """What somebody typed: who they are, where to answer, and what they are trying to change."""

    name: str
    address: str
    demand_name: str
    problem: str
    language: str


@transaction.atomic
def ask_by_mail(*, peer: Institution, offer: Offer | None, given: Given, key: uuid.UUID) -> AskedByMail:
    """Keep the request and write to the address. Nobody reads it before the address is confirmed (R16).

    The same form sent twice is one request. Raises CannotIntroduce where the peer cannot be asked.
    """
    known = AskedByMail.objects.filter(creation_key=key).first()
    if known:
        return known
    if Institution.objects.named(given.demand_name).filter(pk=peer.pk).exists():
        raise CannotIntroduce(_("An institution cannot be introduced to itself."))
    if offer is not None:
        _refuse_taken(offer)
    asked = AskedByMail.objects.create(
        supply_institution=peer,
        offer=offer,
        demand_name=given.demand_name,
        problem=given.problem,
        name=given.name,
        address=given.address,
        language=given.language,
        creation_key=key,
    )
    by_mail.ask_to_confirm(asked)
    return asked


@transaction.atomic
def confirm_request(*, asked: AskedByMail) -> Introduction:
    """The owner of the address pressed the button: it is on the broker's desk, with a day of answer. Twice is once."""
    stored = AskedByMail.objects.select_for_update(of=("self",)).select_related("introduction").get(pk=asked.pk)
    if stored.introduction is not None:
        return stored.introduction
    now = timezone.now()
    introduction = Introduction.objects.create(
        offer=stored.offer,
        demand_name=stored.demand_name,
        supply_institution_id=stored.supply_institution_id,
        problem=stored.problem,
        language=stored.language,
        asked_through=AskedThrough.MAIL,
        contact_address=stored.address,
        contact_name=stored.name,
        asked_at=now,
        answer_by=timezone.localdate() + ANSWERED_WITHIN,
        creation_key=stored.creation_key,
    )
    stored.confirmed_at, stored.introduction = now, introduction
    stored.save(update_fields=["confirmed_at", "introduction", "updated_at"])
    letters.tell_brokers(introduction)
    by_mail.tell_asker(introduction, "noted")
    return introduction


@transaction.atomic
def accept_by_link(*, introduction: Introduction) -> Introduction:
    """Yes, for an institution where nobody with an account speaks; the broker has said which one it is."""
    stored = locked(introduction)
    if stored.status == IntroductionStatus.INTRODUCED or stored.demand_accepted_at:
        return stored
    if not by_mail.answers_by_link(stored):
        raise WrongState(_("Who speaks for your institution on the portal answers this."))
    return accept_for(stored, Side.DEMAND, None)


@transaction.atomic
def withdraw_by_link(*, introduction: Introduction, because: str, note: str = "") -> Introduction:
    """Take back what one asked for, or say no, with a reason."""
    return decline_for(locked(introduction), Side.DEMAND, because=because, note=note)


@transaction.atomic
def write_by_link(*, introduction: Introduction, text: str, key: uuid.UUID, name: str) -> None:
    """A message of who asked by mail; before the introduction is sent the broker alone reads it."""
    stored = locked(introduction)
    if not stored.is_open and stored.status != IntroductionStatus.INTRODUCED:
        raise WrongState(_("This introduction has ended."))
    pass_on(stored, Side.DEMAND, text=text, key=key, by=None, name=name)


def _refuse_taken(offer: Offer) -> None:
    if offer.status != OfferStatus.OPEN:
        raise CannotIntroduce(_("This offer is not open any more."))
    if Offer.objects.with_capacity().get(pk=offer.pk).in_use >= offer.at_once:
        raise CannotIntroduce(_("All places of this offer are taken at the moment."))
