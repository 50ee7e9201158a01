"""Letters about introductions: no address of one side ever stands in a letter to the other."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from community.emails.recipients import recipient
from community.models import User
from mail.models import Message
from mail.services import Recipient, queue
from matching.introducing import by_mail
from matching.models import Introduction, RelayMessage
from matching.models.choices import DeclinedBy, Side
from partnerships.asking.people import Speakers

REQUESTED, SENT, ANSWERED = "introduction-requested", "introduction-sent", "introduction-answered"
WRITTEN = "introduction-message"
LABELS = {
    REQUESTED: _("Somebody asks for an introduction"),
    SENT: _("An introduction awaits your answer"),
    ANSWERED: _("How an introduction went on"),
    WRITTEN: _("A message within an introduction"),
}


def tell_brokers(introduction: Introduction) -> int:
    """The owner, or all editors while nobody looks after it."""
    owner = introduction.owner
    people = [owner] if owner else list(User.objects.active().editors().select_related("profile"))
    return queue(
        purpose=REQUESTED,
        period=f"{introduction.pk}-requested",
        to=[recipient(person) for person in people],
        template="matching/emails/requested",
        context={"introduction": introduction},
    )


def tell_sent(introduction: Introduction) -> int:
    """Both sides, but for a side that has said yes already: it reads that the other one was written to."""
    by_mail.tell_asker(introduction, "sent")
    return sum(
        queue(
            purpose=SENT,
            period=f"{introduction.pk}-sent",
            to=recipients(introduction, side),
            template="matching/emails/sent",
            context={"introduction": introduction, "side": side, "has_accepted": has_accepted(introduction, side)},
        )
        for side in Side.values
    )


def tell_accepted(introduction: Introduction, side: str) -> int:
    """The broker hears of the first yes; the other side has its own letter."""
    people = [introduction.owner] if introduction.owner else []
    return queue(
        purpose=ANSWERED,
        period=f"{introduction.pk}-accepted-{side}",
        to=[recipient(person) for person in people],
        template="matching/emails/accepted",
        context={"introduction": introduction, "side": side},
    )


def tell_declined(introduction: Introduction) -> int:
    """Everybody who was written to, and the broker, with the reason; of what a broker closed, who asked."""
    if introduction.declined_side == DeclinedBy.BROKER:
        return by_mail.tell_asker(introduction, "declined")
    return _tell_all(introduction, "declined")


def tell_expired(introduction: Introduction) -> int:
    return _tell_all(introduction, "expired")


def tell_introduced(introduction: Introduction) -> int:
    return _tell_all(introduction, "introduced")


def _tell_all(introduction: Introduction, what: str) -> int:
    by_mail.tell_asker(introduction, what)
    sides = Side.values if introduction.sent_at else []
    told = [(side, recipients(introduction, side)) for side in sides]
    told.append(("", [recipient(introduction.owner)] if introduction.owner else []))
    return sum(
        queue(
            purpose=ANSWERED,
            period=f"{introduction.pk}-{what}",
            to=to,
            template=f"matching/emails/{what}",
            context={"introduction": introduction, "side": side},
        )
        for side, to in told
    )


def tell_message(message: RelayMessage) -> int:
    """That there is a message, and where; never its words, which stay on the web."""
    introduction = message.introduction
    if message.side != Side.DEMAND:
        by_mail.tell_asker(introduction, "message", once_more=f"-{message.pk}")
    sides = Side.values if introduction.sent_at else [introduction.asking_side]
    to = [each for side in sides if side != message.side for each in recipients(introduction, side)]
    owner = introduction.owner
    if owner is not None and owner.pk != message.author_id:
        to.append(recipient(owner))
    return queue(
        purpose=WRITTEN,
        period=f"{introduction.pk}-message-{message.pk}",
        to=to,
        template="matching/emails/message",
        context={"introduction": introduction, "message": message},
    )


def has_accepted(introduction: Introduction, side: str) -> bool:
    return getattr(introduction, f"{side}_accepted_at") is not None


def recipients(introduction: Introduction, side: str) -> list[Recipient]:
    """Who speaks for a side; who asked by mail has letters of their own (`by_mail`)."""
    institution_id = getattr(introduction, f"{side}_institution_id")
    if institution_id is None:
        return []
    return [recipient(person) for person in Speakers([institution_id]).at(institution_id)]


def still_readable(ids: Iterable[int]) -> set[int]:
    """Letters whose reader may still see the introduction; its key begins the period."""
    messages = list(Message.objects.filter(pk__in=list(ids)))
    readers = {user.email: user for user in User.objects.active().filter(email__in={m.recipient for m in messages})}
    return {
        message.pk
        for message in messages
        if (reader := readers.get(message.recipient))
        and Introduction.objects.visible_to(reader).filter(pk=int(message.period.split("-")[0])).exists()
    }
