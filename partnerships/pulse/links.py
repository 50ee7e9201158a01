"""The signed link by which somebody who was invited answers once, and the letters that bear it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core import signed_links
from mail.models import Message
from mail.services import Recipient, choices_url, queue
from partnerships.consents import principals
from partnerships.models import PartnershipMember, PulseInvitation

SALT = "pulse"
ASKED, ASKED_AGAIN = "pulse", "pulse-again"
# Who wants no mail about records to confirm is not asked this either.
KIND = "confirming"


def token_for(invitation: PulseInvitation) -> str:
    return signed_links.sign(SALT, invitation.pk)


def invitation_of(token: str) -> PulseInvitation:
    """The invitation a token stands for. Raises BadLink for a changed token, DoesNotExist where it is gone."""
    pk = signed_links.read(SALT, token)
    return PulseInvitation.objects.select_related("round__partnership", "institution").get(pk=pk)


def address_of(invitation: PulseInvitation) -> str:
    """The whole address, in the language of whom it is sent to."""
    with translation.override(invitation.language):
        return settings.BASE_URL + reverse("pulse", args=[token_for(invitation)])


def seats_of(invitation: PulseInvitation) -> list[PartnershipMember]:
    """The sides on which the institution asks, offers or shares; none once it has left the record."""
    members = principals(invitation.round.partnership)
    return [member for member in members if member.institution_id == invitation.institution_id]


def mail_invitations(
    invitations: Sequence[PulseInvitation], *, purpose: str, today: date, time_zone: str = settings.TIME_ZONE
) -> int:
    """One letter to one address, with a link for each partnership. It names institutions only: no word of a writer."""
    first = invitations[0]
    return queue(
        purpose=purpose,
        period=f"{today:%Y-%m-%d}-{first.pk}",
        to=[Recipient(first.address, first.language, time_zone)],
        template="partnerships/emails/pulse",
        context={
            "institution": first.institution,
            "asked": [(partners_of(each), address_of(each)) for each in invitations],
            "closes_on": min(each.round.closes_on for each in invitations),
            "is_reminder": purpose == ASKED_AGAIN,
            "choices_url": choices_url(first.address, KIND, first.language),
        },
        not_after=datetime.combine(max(each.round.closes_on for each in invitations), time.max, UTC),
    )


def partners_of(invitation: PulseInvitation) -> str:
    """The other institutions that ask or offer: what tells one partnership from the next without its title."""
    members = principals(invitation.round.partnership)
    return "; ".join(member.name for member in members if member.institution_id != invitation.institution_id)


def still_to_answer(ids: Iterable[int]) -> set[int]:
    """The messages to addresses that can still answer something."""
    found = dict(Message.objects.filter(pk__in=list(ids)).values_list("pk", "recipient"))
    waiting = PulseInvitation.objects.open().filter(address__in=found.values())
    asked = set(waiting.values_list("address", flat=True))
    return {pk for pk, address in found.items() if address in asked}
