"""The link by which a person reaches their own registration: signed, not stored, theirs alone.

It opens a page with buttons; looking at it changes nothing. A registration that was cancelled keeps its link,
which then says so.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from core import signed_links
from events.models import Registration

SALT = "event-registration"
NOBODY = "erased.invalid"  # where the address of an erased person would be


def token_for(registration: Registration) -> str:
    return signed_links.sign(SALT, registration.pk)


def registration_of(token: str) -> Registration:
    """Raises BadLink for what we did not sign, and for a registration that is no more."""
    rows = Registration.objects.exclude(email__endswith=f"@{NOBODY}")
    rows = rows.select_related("event", "user", "institution", "country")
    try:
        return rows.get(pk=signed_links.read(SALT, token))
    except (Registration.DoesNotExist, ValidationError, TypeError, ValueError):
        raise signed_links.BadLink("the registration is no more") from None


def registration_url(registration: Registration, language: str = "") -> str:
    """The whole address of the registration's page; in the person's language unless told another."""
    with translation.override(language or registration.language):
        return settings.BASE_URL + reverse("events:registration", args=[token_for(registration)])
