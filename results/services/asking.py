"""Asking what others know of an outcome: a party without an account, somebody outside both, and either of them again."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from community import auditing
from community.models import AuditEntry, Institution, User
from partnerships.services.asking_contacts import keep_contact
from results import outcome_letters as letters
from results.locking import lock_partnership, locked
from results.models import HarvestedOutcome, SubstantiationLink
from results.refused_addresses import CannotAsk
from results.substantiation_links import Asked, open_link

__all__ = ["Asked", "CannotAsk", "ask_anew", "ask_outsider", "ask_partner", "renew_link"]

# Asked for again within this time is a second click.
A_MOMENT = timedelta(minutes=10)


@transaction.atomic
def ask_outsider(*, outcome: HarvestedOutcome, asked: Asked, by: User) -> SubstantiationLink:
    """Send a link to that address; the same address is asked once about the same words. Raises CannotAsk."""
    lock_partnership(outcome.partnership)
    stored = locked(outcome)
    link, is_new = open_link(outcome=stored, asked=asked, by=by)
    if is_new:
        letters.mail_link(link)
        detail = f"asked somebody outside both sides about outcome {stored.number}"
        auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=outcome.partnership, detail=detail)
    return link


@transaction.atomic
def ask_partner(
    *, outcome: HarvestedOutcome, institution: Institution, address: str, name: str, language: str, by: User
) -> SubstantiationLink:
    """Send a link to somebody of a party for which nobody can speak in the portal, and keep them as its contact.

    The same address is asked once about the same words. Raises CannotAsk, and then keeps nothing.
    """
    lock_partnership(outcome.partnership)
    stored = locked(outcome)
    asked = Asked(address, name, language=language, institution=institution)
    link, is_new = open_link(outcome=stored, asked=asked, by=by)
    if is_new:
        letters.mail_link(link)
        keep_contact(outcome.partnership, institution, address=link.address, name=name, language=language, by=by)
        detail = f"asked {institution} by a signed link about outcome {stored.number}"
        auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=outcome.partnership, detail=detail)
    return link


def ask_anew(*, outcome: HarvestedOutcome) -> int:
    """Whoever answered for a party by a link is asked about the words that stand now; how many letters that are.

    Where no letter goes there any more, or none today, the page of the outcome shows whose word is missing.
    """
    answered = SubstantiationLink.objects.filter(outcome=outcome).exclude(partner_word=None)
    last = answered.select_related("institution", "sent_by").order_by("institution_id", "-answered_at")
    sent = 0
    for link in last.distinct("institution_id"):
        with suppress(CannotAsk):
            renewed, is_new = open_link(outcome=outcome, asked=Asked.by(link), by=link.sent_by)
            sent += letters.mail_link(renewed) if is_new else 0
    return sent


def may_be_renewed(link: SubstantiationLink) -> bool:
    """Not once it was answered; but a party that answered may do so again about other words."""
    said = link.said
    is_about_these = said is not None and (link.institution_id is None or said.revision == link.outcome.revision)
    return link.is_reachable and not is_about_these


@transaction.atomic
def renew_link(*, link: SubstantiationLink) -> SubstantiationLink | None:
    """To the address that got the old one and no other; None where nothing goes out.

    Raises CannotAsk where no letter goes to that address, or none any more today.
    """
    lock_partnership(link.outcome.partnership)
    held = SubstantiationLink.objects.select_related("outcome__partnership", "institution", "sent_by").get(pk=link.pk)
    if not may_be_renewed(held):
        return None
    later = SubstantiationLink.objects.open().filter(
        outcome=held.outcome_id, institution=held.institution_id, address__iexact=held.address
    )
    if later.filter(created_at__gt=timezone.now() - A_MOMENT).exists():
        return None
    later.update(replaced_at=timezone.now())
    renewed, _is_new = open_link(outcome=held.outcome, asked=Asked.by(held), by=held.sent_by)
    letters.mail_link(renewed)
    return renewed
