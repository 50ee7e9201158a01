"""Where to write to people, and to the secretariat."""

from django.conf import settings

from community.models import User
from mail import services as mail


def recipient(user: User) -> mail.Recipient:
    """Where to write to a person, and in which language."""
    profile = getattr(user, "profile", None)
    if profile is None:
        return mail.Recipient(user.email)
    return mail.Recipient(user.email, profile.locale, profile.time_zone)


def secretariat() -> list[mail.Recipient]:
    """Each of its people; its office while there is nobody."""
    editors = User.objects.editors().select_related("profile")
    return [recipient(user) for user in editors] or [mail.Recipient(settings.SECRETARIAT_EMAIL)]


def sender_word(user: User) -> str:
    """Who caused a mail, as the outbox counts it."""
    return f"user:{user.pk}"
