"""Mail of the community; every message goes through the outbox."""

from django.conf import settings
from django.utils import timezone

from community.models import Membership, User
from mail import services as mail


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
