"""The mail that asks somebody in. It holds nothing that the sender could write, but their name."""

from collections.abc import Collection, Iterable

from community.emails.recipients import sender_word
from community.invitation_links import url_of
from community.models import Invitation, User
from community.permissions import can_invite
from mail import services as mail
from mail.limits import within_limits
from mail.models import Message

INVITED = "invitation"
LONGEST_NAME = 80


def send_invitation(invitation: Invitation) -> int:
    """Queue it in the language that the sender chose; each sending is a mail of its own."""
    return mail.queue(
        purpose=INVITED,
        period=f"{invitation.pk}:{invitation.times_sent}",
        to=[mail.Recipient(invitation.email, invitation.language)],
        template="community/emails/invitation",
        context={"invitation": invitation, "sender": sender_name(invitation), "url": url_of(invitation)},
        sender=sender_word(invitation.invited_by) if invitation.invited_by else "",
    )


def sender_name(invitation: Invitation) -> str:
    return invitation.invited_by.display_name[:LONGEST_NAME] if invitation.invited_by else ""


def may_be_invited(addresses: Collection[str], by: User) -> list[str]:
    """Those that may get one more invitation today, from this person and at all."""
    return within_limits(purpose=INVITED, to=addresses, sender=sender_word(by))


def invitations_still_open(ids: Iterable[int]) -> set[int]:
    """The mails whose invitation still waits for an answer, from somebody who may still invite."""
    periods = dict(Message.objects.filter(pk__in=list(ids)).values_list("pk", "period"))
    asked = {pk: int(period.partition(":")[0]) for pk, period in periods.items()}
    found = Invitation.objects.open().filter(pk__in=set(asked.values()))
    invitations = list(found.select_related("institution", "invited_by"))
    good = {each.pk for each in invitations if each.invited_by and can_invite(each.invited_by, each.institution)}
    return {pk for pk, invitation in asked.items() if invitation in good}
