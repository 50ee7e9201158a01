"""Mail of the community; every message goes through the outbox."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from community.models import Membership, User
from mail import services as mail
from mail.models import Message


def recipient(user: User) -> mail.Recipient:
    """Where to write to a person, and in which language."""
    profile = getattr(user, "profile", None)
    if profile is None:
        return mail.Recipient(user.email)
    return mail.Recipient(user.email, profile.locale, profile.time_zone)


def tell_verifiers(membership: Membership) -> int:
    """Tell the focal points, or the secretariat where there is none, that someone asks to join."""
    people = User.objects.active().exclude(pk=membership.user_id).select_related("profile")
    verifiers = people.filter(
        memberships__in=Membership.objects.active().focal_points().filter(institution=membership.institution_id)
    )
    to = [recipient(user) for user in verifiers] or [recipient(user) for user in people.editors()]
    return mail.queue(
        purpose="membership-requested",
        period=str(membership.pk),
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
    asked = Membership.objects.requested().filter(pk__in={message.period for message in messages.values()})
    requests = {str(membership.pk): membership for membership in asked}
    readers = User.objects.active().filter(email__in={message.recipient for message in messages.values()})
    people = {user.email: user for user in readers}
    return {
        pk
        for pk, message in messages.items()
        if message.period in requests and _may_read(message, requests[message.period], people.get(message.recipient))
    }


def _may_read(message: Message, membership: Membership, reader: User | None) -> bool:
    if reader is None:
        return message.recipient == settings.SECRETARIAT_EMAIL.lower()
    return reader.role in User.SECRETARIAT_ROLES or membership.institution_id in reader.focal_institution_ids
