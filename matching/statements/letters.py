"""Letters about needs and offers: a draft to open, and whether what is open still holds."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from community.emails.recipients import recipient
from community.models import User
from mail.models import Message
from mail.services import queue
from matching.models import Need, Offer
from matching.statements.kinds import KINDS, kind_of
from partnerships.asking.people import Speakers

DRAFTED = "statement-drafted"
LABELS = {DRAFTED: _("A draft of a need or an offer awaits you")}


def tell_drafted(statement: Need | Offer, by: User) -> int:
    """Who speaks for the institution reads the draft and opens it, or not."""
    speakers = Speakers([statement.institution_id]).at(statement.institution_id)
    return queue(
        purpose=DRAFTED,
        period=f"{kind_of(statement).name}-{statement.pk}",
        to=[recipient(person) for person in speakers if person.pk != by.pk],
        template="matching/emails/drafted",
        context={"statement": statement, "kind": kind_of(statement), "by": by},
    )


def still_draft(ids: Iterable[int]) -> set[int]:
    """Letters about drafts that are still drafts, to who still sees them."""
    messages = list(Message.objects.filter(pk__in=list(ids)))
    readers = {user.email: user for user in User.objects.active().filter(email__in={m.recipient for m in messages})}
    return {
        message.pk
        for message in messages
        if (reader := readers.get(message.recipient)) and _is_draft(message.period, reader)
    }


def _is_draft(period: str, reader: User) -> bool:
    name, _dash, key = period.partition("-")
    visible = KINDS[name].model.objects.visible_to(reader)
    return bool(visible.filter(pk=int(key), status="draft").exists())
