"""Who is asked on each side: people who speak for an institution, and contacts who agreed to be shown."""

from dataclasses import dataclass

from community.models import Institution, User
from mail.models import MailPreference
from partnerships.asking.people import Speakers, recipient
from partnerships.consents import principals
from partnerships.models import Contact, Partnership, PartnershipMember
from partnerships.models.pulse import AnsweringSide
from partnerships.pulse.links import KIND


@dataclass(frozen=True)
class Invited:
    """One person, for one institution; `user` where they have an account."""

    institution: Institution | None
    side: str
    address: str
    language: str
    time_zone: str
    name: str = ""
    user: User | None = None


def people_of(partnership: Partnership) -> list[Invited]:
    """Each address once, and none that chose to get no such mail."""
    members = principals(partnership)
    speakers = Speakers(member.institution_id or 0 for member in members)
    contacts = list(partnership.contacts.filter(consent=Contact.Consent.COMMUNITY))
    found: dict[str, Invited] = {}
    for member in members:
        named = [contact for contact in contacts if contact.institution_id == member.institution_id]
        for each in [
            *(_with_account(member, user) for user in speakers.at(member.institution_id)),
            *(_by_name(member, contact) for contact in named),
        ]:
            found.setdefault(each.address, each)
    chosen = MailPreference.objects.choices_of(found)
    never = MailPreference.Choice.NEVER
    return [each for address, each in found.items() if chosen.get((address, KIND)) != never]


def _with_account(member: PartnershipMember, user: User) -> Invited:
    to = recipient(user)
    return Invited(
        institution=member.institution,
        side=_side(member),
        address=to.address.lower(),
        language=to.language,
        time_zone=to.time_zone,
        name=user.display_name,
        user=user,
    )


def _by_name(member: PartnershipMember, contact: Contact) -> Invited:
    return Invited(
        institution=member.institution,
        side=_side(member),
        address=contact.email.lower(),
        language=contact.language,
        time_zone="UTC",
        name=contact.name,
    )


def _side(member: PartnershipMember) -> str:
    """Peers do both: they say when they answer how they see themselves."""
    return AnsweringSide.SUPPLY if member.side == PartnershipMember.Side.SUPPLY else AnsweringSide.DEMAND
