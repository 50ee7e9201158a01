"""Signed links of follow-ups: for contacts of an institution for which nobody can speak in the portal."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import translation

from community.models import Membership
from core import signed_links
from mail.models import MailPreference, Message
from mail.services import Recipient, choices_url, queue
from partnerships.asking.people import Speakers, partners_of
from partnerships.consents import principals
from partnerships.models import Contact, PartnershipMember
from partnerships.models.links import NOBODY
from results.models import FollowUp, FollowUpLink
from results.models.choices import Answering

SALT = "follow-up"
LINK, LINK_AGAIN = "follow-up-link", "follow-up-link-again"
# A letter with a link is no notice that could wait for a digest; who wants none of this kind gets none all the same.
KIND = "follow-ups"


def token_for(link: FollowUpLink) -> str:
    return signed_links.sign(SALT, link.pk)


def link_of(token: str) -> FollowUpLink:
    """What a token stands for. Raises BadLink for a changed one, DoesNotExist where its partnership is gone."""
    pk = signed_links.read(SALT, token)
    return FollowUpLink.objects.select_related("follow_up__partnership", "institution").get(pk=pk)


def address_of(link: FollowUpLink) -> str:
    """The whole address, in the language of whom it is sent to."""
    with translation.override(link.language):
        return settings.BASE_URL + reverse("results:follow_up_by_link", args=[token_for(link)])


def open_links(follow_ups: Sequence[FollowUp], speakers: Speakers) -> list[FollowUpLink]:
    """One for each contact of the institutions that ask or offer and have nobody here; three queries."""
    records = [each.partnership for each in follow_ups]
    contacts = list(Contact.objects.filter(partnership__in=records).order_by("pk"))
    named: dict[tuple[int, int], list[Contact]] = defaultdict(list)
    houses: dict[tuple[int, str], set[int]] = defaultdict(set)
    for contact in contacts:
        named[contact.partnership_id, contact.institution_id].append(contact)
        houses[contact.partnership_id, contact.email.lower()].add(contact.institution_id)
    known = _institutions_of({contact.email.lower() for contact in contacts})
    links = []
    for follow_up in follow_ups:
        record = follow_up.partnership
        parties = {member.institution_id for member in record.members.all()}
        for member, side in answering_sides(follow_up):
            if speakers.at(member.institution_id, record):
                continue
            for contact in named[record.pk, member.institution_id or 0]:
                address = contact.email.lower()
                elsewhere = (houses[record.pk, address] | (known[address] & parties)) - {member.institution_id}
                if not elsewhere and not address.endswith(NOBODY):  # nobody answers for two sides
                    links.append(_link(follow_up, member, side, contact))
    return FollowUpLink.objects.bulk_create(links)


def answering_sides(follow_up: FollowUp) -> list[tuple[PartnershipMember, str]]:
    """Whoever asks or offers, and as which side. Of peers the first answers as the one that asked, others as offering."""
    found: list[tuple[PartnershipMember, str]] = []
    for member in principals(follow_up.partnership):
        has_asking = any(side == Answering.DEMAND for _member, side in found)
        is_asking = member.side == PartnershipMember.Side.DEMAND
        is_first_peer = member.side == PartnershipMember.Side.PEER and not has_asking
        found.append((member, Answering.DEMAND if is_asking or is_first_peer else Answering.SUPPLY))
    return found


def mail_links(links: Iterable[FollowUpLink], *, purpose: str) -> int:
    """One letter to an address, however many partnerships it is about. It names institutions only."""
    letters: dict[Recipient, list[FollowUpLink]] = defaultdict(list)
    for link in links:
        letters[Recipient(link.address, link.language)].append(link)
    refusing = _refusing(to.address for to in letters)
    return sum(
        queue(
            purpose=purpose,
            period=str(theirs[0].pk),
            to=[to],
            template="results/emails/follow_up_link",
            context={
                "asked": [(each, _partners(each), address_of(each)) for each in theirs],
                "expires_at": min(each.expires_at for each in theirs),
                "is_reminder": purpose == LINK_AGAIN,
                "choices_url": choices_url(to.address, KIND, to.language),
            },
        )
        for to, theirs in letters.items()
        if to.address not in refusing
    )


def still_to_answer(ids: Iterable[int]) -> set[int]:
    """The letters of which one link at least is open, to who wants them; the first of the links is the period."""
    messages = list(Message.objects.filter(pk__in=list(ids)).only("pk", "period", "recipient"))
    newest: dict[str, int] = {}
    links = FollowUpLink.objects.open().filter(address__in={message.recipient for message in messages})
    for pk, address in links.order_by("pk").values_list("pk", "address"):
        newest[address] = pk
    refusing = _refusing(message.recipient for message in messages)
    return {
        each.pk
        for each in messages
        if each.recipient not in refusing and newest.get(each.recipient, 0) >= int(each.period)
    }


def _refusing(addresses: Iterable[str]) -> set[str]:
    """Those that chose to get no letters about what became of outcomes."""
    chosen = MailPreference.objects.choices_of(set(addresses))
    return {
        address for (address, kind), choice in chosen.items() if (kind, choice) == (KIND, MailPreference.Choice.NEVER)
    }


def _link(follow_up: FollowUp, member: PartnershipMember, side: str, contact: Contact) -> FollowUpLink:
    return FollowUpLink(
        follow_up=follow_up,
        institution=member.institution,
        side=side,
        address=contact.email.lower(),
        name=contact.name,
        language=contact.language,
    )


def _institutions_of(addresses: set[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    own = Membership.objects.active().annotate(address=Lower("user__email")).filter(address__in=addresses)
    for address, institution in own.values_list("address", "institution"):
        found[address].add(institution)
    return found


def _partners(link: FollowUpLink) -> str:
    return partners_of(link.follow_up.partnership, link.institution_id)
