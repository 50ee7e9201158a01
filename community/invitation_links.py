"""The link in an invitation: signed, not stored, and good for as long as the invitation is."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from community.models import Invitation
from core import signed_links

SALT = "invitation"


def url_of(invitation: Invitation) -> str:
    with translation.override(invitation.language):
        return settings.BASE_URL + reverse("community:invitation", args=[signed_links.sign(SALT, invitation.pk)])


def invitation_behind(token: str) -> Invitation:
    """Whatever became of it. Raises BadLink for what we did not sign, and for an invitation that is no more."""
    found = Invitation.objects.select_related("institution", "invited_by").filter(pk=signed_links.read(SALT, token))
    invitation = found.first()
    if invitation is None:
        raise signed_links.BadLink("the invitation is no more")
    return invitation
