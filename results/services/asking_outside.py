"""Asking somebody outside both sides what they know of an outcome, and asking again once a link has ended."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from community import auditing
from community.models import AuditEntry, User
from results import outcome_letters as letters
from results.locking import lock_partnership, locked
from results.models import HarvestedOutcome, SubstantiationLink
from results.substantiation_links import CannotAsk, Outsider, open_link

__all__ = ["CannotAsk", "Outsider", "ask_outsider", "renew_link"]

# Asked for again within this time is a second click.
A_MOMENT = timedelta(minutes=10)


@transaction.atomic
def ask_outsider(*, outcome: HarvestedOutcome, asked: Outsider, by: User) -> SubstantiationLink:
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
def renew_link(*, link: SubstantiationLink) -> SubstantiationLink | None:
    """To the address that got the old one and no other; None where nothing goes out.

    Raises CannotAsk where no letter goes to that address, or none any more today.
    """
    lock_partnership(link.outcome.partnership)
    held = SubstantiationLink.objects.select_related("outcome__partnership", "sent_by").get(pk=link.pk)
    if held.answered_at or not held.is_reachable:
        return None
    later = SubstantiationLink.objects.open().filter(outcome=held.outcome_id, address__iexact=held.address)
    if later.filter(created_at__gt=timezone.now() - A_MOMENT).exists():
        return None
    later.update(replaced_at=timezone.now())
    asked = Outsider(held.address, held.name, held.office, held.how_they_know, held.language)
    renewed, _is_new = open_link(outcome=held.outcome, asked=asked, by=held.sent_by)
    letters.mail_link(renewed)
    return renewed
