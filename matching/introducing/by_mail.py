"""Who asked by mail and has no account: their signed link, and the letters that carry it.

The link is the only key to their request. Nothing that was typed stands in a letter to an address that nobody has
confirmed.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core import signed_links
from mail.limits import within_limits
from mail.models import Message
from mail.services import Recipient, queue
from matching.models import AskedByMail, Introduction
from partnerships.asking.people import Speakers

SALT = "introduction-by-mail"
CONFIRM, NEWS = "introduction-confirm-address", "introduction-by-mail"
LABELS = {
    CONFIRM: _("Confirm your address to ask for an introduction"),
    NEWS: _("How an introduction that you asked for goes on"),
}
KEPT_FOR = timedelta(days=7)  # what nobody confirms is deleted then


def link_to(asked: AskedByMail) -> str:
    """The whole address of the page of a request, in the language it was written in."""
    with translation.override(asked.language):
        return settings.BASE_URL + reverse("matching:mail_request", args=[signed_links.sign(SALT, asked.pk)])


def request_of(token: str) -> AskedByMail:
    """Raises BadLink for what we did not sign, and for a request that is no more."""
    found = AskedByMail.objects.select_related("supply_institution", "offer", "introduction__owner")
    try:
        return found.get(pk=signed_links.read(SALT, token))
    except (AskedByMail.DoesNotExist, TypeError, ValueError):
        raise signed_links.BadLink("the request is no more") from None


def ask_to_confirm(asked: AskedByMail) -> int:
    """The letter with the link; not more than a few a day to one address, whoever typed it."""
    if not within_limits(purpose=CONFIRM, to=[asked.address]):
        return 0
    return _send(asked, CONFIRM, "confirm", {"days": KEPT_FOR.days})


def tell_asker(introduction: Introduction, what: str, *, once_more: str = "") -> int:
    """`noted`, `sent`, `introduced`, `declined`, `expired`, `exit` or `message`; nothing where nobody asked by mail."""
    asked = AskedByMail.objects.filter(introduction=introduction).select_related("supply_institution").first()
    if asked is None or not introduction.contact_address:
        return 0
    return _send(asked, NEWS, what, {"introduction": introduction, "what": what}, once_more)


def answers_by_link(introduction: Introduction) -> bool:
    """Whether who asked by mail may say yes for their institution: only where nobody there has an account that may."""
    institution_id = introduction.demand_institution_id
    return institution_id is not None and not Speakers([institution_id]).at(institution_id)


def still_unconfirmed(ids: Iterable[int]) -> set[int]:
    """Letters to confirm, while the request stands and nobody has confirmed it."""
    return _whose(ids, {"confirmed_at": None})


def still_asked(ids: Iterable[int]) -> set[int]:
    """Letters to who asked by mail, while their request is kept."""
    return _whose(ids, {"introduction__isnull": False})


def forget_unconfirmed() -> int:
    """Delete what nobody confirmed within a week; how many."""
    old = AskedByMail.objects.filter(confirmed_at=None, created_at__lt=timezone.now() - KEPT_FOR)
    return old.delete()[0]


def _whose(ids: Iterable[int], condition: Mapping[str, object]) -> set[int]:
    letters = list(Message.objects.filter(pk__in=list(ids)))
    keys = {letter.pk: int(letter.period.split("-")[0]) for letter in letters}
    found = AskedByMail.objects.filter(pk__in=keys.values(), **condition)
    addresses = dict(found.values_list("pk", "address"))
    return {letter.pk for letter in letters if addresses.get(keys[letter.pk]) == letter.recipient}


def _send(asked: AskedByMail, purpose: str, what: str, context: Mapping[str, object], once_more: str = "") -> int:
    return queue(
        purpose=purpose,
        period=f"{asked.pk}-{what}{once_more}",
        to=[Recipient(asked.address, asked.language)],
        template="matching/emails/by_mail_confirm" if purpose == CONFIRM else "matching/emails/by_mail",
        context={"asked": asked, "peer": asked.supply_institution, "url": link_to(asked), **context},
    )
