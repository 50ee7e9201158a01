"""Letters about needs and offers: a draft to open, and whether what is open still holds."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from community.emails.recipients import recipient
from community.models import User
from mail.models import Message
from mail.services import Recipient, queue
from matching.models import Need, Offer
from matching.models.statements import CLOSE_AFTER
from matching.statements.kinds import KINDS, kind_of
from partnerships.asking.people import Speakers

DRAFTED, CONFIRM, CLOSED = "statement-drafted", "statements-confirm", "statements-closed"
LABELS = {
    DRAFTED: _("A draft of a need or an offer awaits you"),
    CONFIRM: _("Do your needs and offers still hold?"),
    CLOSED: _("Needs and offers that have closed by themselves"),
}


def tell_drafted(statements: list[Any], by: User) -> int:
    """Who speaks for the institution of these drafts reads them and opens them, or not; one letter for all."""
    first, kind = statements[0], kind_of(statements[0])
    return queue(
        purpose=DRAFTED,
        period=f"{kind.name}-{first.pk}",
        to=[to for to in _speakers(first.institution_id) if to.address != by.email],
        template="matching/emails/drafted",
        context={"statements": statements, "institution": first.institution, "kind": kind, "by": by},
    )


def ask_whether_it_holds(institution_id: int, needs: list[Need], offers: list[Offer], day: date) -> int:
    """One letter about all that is due, with a way to say so for each."""
    return queue(
        purpose=CONFIRM,
        period=f"{institution_id}-{day}",
        to=_speakers(institution_id),
        template="matching/emails/confirm",
        context={"needs": needs, "offers": offers, "last_day": day + CLOSE_AFTER},
    )


def tell_closed(institution_id: int, statements: list[Need | Offer], day: date) -> int:
    """What has closed without anybody doing it, and how to open it again."""
    return queue(
        purpose=CLOSED,
        period=f"{institution_id}-{day}",
        to=_speakers(institution_id),
        template="matching/emails/closed",
        context={"statements": statements},
    )


def _speakers(institution_id: int) -> list[Recipient]:
    return [recipient(person) for person in Speakers([institution_id]).at(institution_id)]


def still_asked(ids: Iterable[int]) -> set[int]:
    """Letters to who still speaks for the institution, while something there awaits a word."""
    return _to_speakers(ids, lambda institution_id: any(_awaits(kind.model, institution_id) for kind in KINDS.values()))


def still_closed(ids: Iterable[int]) -> set[int]:
    """Letters to who still speaks for the institution."""
    return _to_speakers(ids, lambda _institution_id: True)


def _awaits(model: Any, institution_id: int) -> bool:
    return bool(model.objects.open().filter(institution=institution_id, asked_on__gt=F("confirmed_on")).exists())


def _to_speakers(ids: Iterable[int], holds: Callable[[int], bool]) -> set[int]:
    """The institution begins the period."""
    messages = list(Message.objects.filter(pk__in=list(ids)))
    about = {message.pk: int(message.period.split("-")[0]) for message in messages}
    speakers = Speakers(about.values())
    read = {pk: {user.email for user in speakers.at(pk)} for pk in set(about.values()) if holds(pk)}
    return {message.pk for message in messages if message.recipient in read.get(about[message.pk], set())}


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
