"""Signed links by which somebody outside both sides says once what they know of an outcome."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from community.known_domains import domains_of, fits
from community.models import Institution, User
from core import signed_links
from partnerships.models import Contact, PartnershipMember
from results.models import HarvestedOutcome, Substantiation, SubstantiationLink
from results.models.acts import NOBODY

SALT = "substantiation"
# So many a day reach one address, and go out from one person: a link is no way to fill mailboxes.
MOST_TO_AN_ADDRESS = 3
MOST_FROM_A_PERSON = 20


class CannotAsk(Exception):
    """No link goes to that address; the message tells why, in plain words."""


@dataclass(frozen=True)
class Outsider:
    """Who is asked, as the one who asks knows them."""

    address: str
    name: str
    office: str
    how_they_know: str = ""
    language: str = settings.LANGUAGE_CODE


def token_for(link: SubstantiationLink) -> str:
    return signed_links.sign(SALT, link.pk)


def link_of(token: str) -> SubstantiationLink:
    """What a token stands for. Raises BadLink for a changed one, DoesNotExist where its outcome is gone."""
    pk = signed_links.read(SALT, token)
    related = SubstantiationLink.objects.select_related("outcome__partnership", "outcome__country", "sent_by")
    return related.get(pk=pk)


def address_of(link: SubstantiationLink) -> str:
    """The whole address, in the language of whom it is sent to."""
    with translation.override(link.language):
        return settings.BASE_URL + reverse("results:substantiate", args=[token_for(link)])


def open_link(*, outcome: HarvestedOutcome, asked: Outsider, by: User | None) -> tuple[SubstantiationLink, bool]:
    """A link to that address, and whether it is new; the outcome is locked.

    The same address is asked once about one wording; a link about other words takes the place of the one
    before. Raises CannotAsk.
    """
    address = asked.address.lower()
    _refuse(outcome, address, by)
    to_address = SubstantiationLink.objects.open().filter(outcome=outcome, address__iexact=address)
    same = to_address.filter(revision=outcome.revision).first()
    if same:
        return same, False
    _refuse_too_many(address, by)
    to_address.update(replaced_at=timezone.now())
    link = SubstantiationLink.objects.create(
        outcome=outcome,
        address=address,
        name=asked.name,
        office=asked.office,
        how_they_know=asked.how_they_know,
        language=asked.language,
        revision=outcome.revision,
        sent_by=by,
    )
    return link, True


def _refuse(outcome: HarvestedOutcome, address: str, by: User | None) -> None:
    """The words of the parties, of who asks and of the secretariat are no words from outside."""
    outside = _("Ask somebody outside both sides.")
    if address.endswith(NOBODY):
        raise CannotAsk(_("Whoever answered there has left the portal. Ask somebody else."))
    if by and address == by.email.lower():
        raise CannotAsk(_("This is your own address.") + " " + outside)
    person = User.objects.active().filter(email__iexact=address).first()
    if address == settings.SECRETARIAT_EMAIL.lower() or (person and person.role in User.SECRETARIAT_ROLES):
        raise CannotAsk(_("This is the address of the secretariat.") + " " + outside)
    for party in _parties(outcome):
        is_member = person is not None and party.pk in person.institution_ids
        if is_member or fits(address, domains_of(party)):
            raise CannotAsk(
                _("This looks like an address of %(name)s, which takes part.") % {"name": party} + " " + outside
            )
    if Contact.objects.filter(partnership=outcome.partnership_id, email__iexact=address).exists():
        raise CannotAsk(_("This is the address of a contact of one side.") + " " + outside)
    said = Substantiation.objects.filter(outcome=outcome, revision=outcome.revision)
    if said.filter(link__address__iexact=address).exists():
        raise CannotAsk(_("Who has this address has answered about these very words already."))


def _refuse_too_many(address: str, by: User | None) -> None:
    today = SubstantiationLink.objects.filter(created_at__gt=timezone.now() - timedelta(days=1))
    if today.filter(address__iexact=address).count() >= MOST_TO_AN_ADDRESS:
        raise CannotAsk(_("%(address)s has had enough letters for today. Try again tomorrow.") % {"address": address})
    if by and today.filter(sent_by=by).count() >= MOST_FROM_A_PERSON:
        raise CannotAsk(_("You have asked many people today. Ask the others tomorrow."))


def _parties(outcome: HarvestedOutcome) -> list[Institution]:
    members = PartnershipMember.objects.filter(partnership=outcome.partnership_id).exclude(institution=None)
    found = members.select_related("institution").order_by("pk")
    return [member.institution for member in found if member.institution]
