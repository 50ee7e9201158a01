"""Mail about who belongs to which institution."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import CharField, Value
from django.db.models.functions import Concat
from django.utils import timezone

from community.emails.recipients import recipient
from community.models import Membership, User
from mail import services as mail
from mail.models import Message

REQUESTED = "membership-requested"


def tell_verifiers(membership: Membership) -> int:
    """Tell the focal points, or the secretariat where there is none, that someone asks to join.

    Once a day and no more, however often the person withdraws and asks again.
    """
    people = User.objects.active().exclude(pk=membership.user_id).select_related("profile")
    verifiers = people.filter(
        memberships__in=Membership.objects.active().focal_points().filter(institution=membership.institution_id)
    )
    to = [recipient(user) for user in verifiers] or [recipient(user) for user in people.editors()]
    period = f"{membership.institution_id}:{membership.user_id}:{timezone.localdate():%Y-%m-%d}"
    unsent = Message.objects.filter(purpose=REQUESTED, period=period, status=Message.Status.DROPPED)
    return mail.try_again(unsent) + mail.queue(
        purpose=REQUESTED,
        period=period,
        to=to or [settings.SECRETARIAT_EMAIL],
        template="community/emails/membership_requested",
        context={"membership": membership},
    )


def tell_member(membership: Membership) -> int:
    """Tell the person what was decided about their membership."""
    return mail.queue(
        purpose="membership-decided",
        period=f"{membership.pk}:{membership.status}:{membership.role}:{timezone.localdate():%Y-%m-%d}",
        to=[recipient(membership.user)],
        template="community/emails/membership_decided",
        context={"membership": membership},
    )


def requests_still_open(ids: Iterable[int]) -> set[int]:
    """The messages about requests that nobody decided meanwhile, to people who may still decide them."""
    messages = {message.pk: message for message in Message.objects.filter(pk__in=list(ids))}
    asked = {pk: message.period.rpartition(":")[0] for pk, message in messages.items()}
    asking = Concat("institution_id", Value(":"), "user_id", output_field=CharField())
    found = Membership.objects.requested().annotate(asking=asking).filter(asking__in=set(asked.values()))
    requests = {request.asking: request for request in found}
    readers = User.objects.active().filter(email__in={message.recipient for message in messages.values()})
    people = {user.email: user for user in readers}
    return {
        pk
        for pk, message in messages.items()
        if asked[pk] in requests and _may_read(message, requests[asked[pk]], people.get(message.recipient))
    }


def _may_read(message: Message, membership: Membership, reader: User | None) -> bool:
    if reader is None:
        return message.recipient == settings.SECRETARIAT_EMAIL.lower()
    return reader.role in User.SECRETARIAT_ROLES or membership.institution_id in reader.focal_institution_ids
