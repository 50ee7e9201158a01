"""Which addresses get no link to say what they know of an outcome, and why: nobody speaks for themselves twice."""

from django.conf import settings
from django.utils.translation import gettext as _

from community.address_lists import domain_of
from community.known_domains import OPEN_TO_ALL, domains_of, fits
from community.models import Institution, User
from core.models import Visibility
from partnerships.asking.links import CannotSend, refuse_other_side
from partnerships.models import Contact, PartnershipMember
from partnerships.models.links import NOBODY
from results.awaiting import parties_without_account
from results.models import HarvestedOutcome, PartnerWord, Substantiation, SubstantiationLink


class CannotAsk(Exception):
    """No link goes to that address; the message tells why, in plain words."""


def refuse_address(outcome: HarvestedOutcome, address: str, institution: Institution | None, by: User | None) -> None:
    """For the word of a party (`institution`), or of somebody outside both sides. Raises CannotAsk."""
    if address.endswith(NOBODY):
        raise CannotAsk(_("Whoever answered there has left the portal. Ask somebody else."))
    if by and address == by.email.lower():
        raise CannotAsk(_("This is your own address.") + " " + _whom(institution))
    person = User.objects.active().filter(email__iexact=address).first()
    if address == settings.SECRETARIAT_EMAIL.lower() or (person and person.role in User.SECRETARIAT_ROLES):
        raise CannotAsk(_("This is the address of the secretariat.") + " " + _whom(institution))
    if institution:
        _refuse_for_party(outcome, address, institution, by)
    else:
        _refuse_inside(outcome, address, person)


def _refuse_for_party(outcome: HarvestedOutcome, address: str, institution: Institution, by: User | None) -> None:
    """A party speaks by link where nobody of it can sign in; never who told the outcome, or somebody of their house."""
    if outcome.partnership.visibility == Visibility.PRIVATE:
        raise CannotAsk(_("Show the record to its parties first; a draft is asked about with nobody."))
    said = PartnerWord.objects.filter(outcome=outcome, institution=institution, revision=outcome.revision)
    if said.exists():
        raise CannotAsk(_("%(name)s has answered about these very words already.") % {"name": institution})
    if institution not in parties_without_account(outcome):
        raise CannotAsk(
            _("%(name)s is not asked by a link: it has people on the portal, told of it itself, or does not take part.")
            % {"name": institution}
        )
    telling = _telling(outcome, by) - {institution.pk}
    for party in (each for each in _parties(outcome) if each.pk in telling):
        if fits(address, domains_of(party)):
            raise CannotAsk(
                _("This looks like an address of %(name)s, which told of it.") % {"name": party}
                + " "
                + _whom(institution)
            )
    teller = outcome.recorded_by
    if teller and (address == teller.email.lower() or fits(address, {domain_of(teller.email)} - OPEN_TO_ALL)):
        raise CannotAsk(_("This is an address of the house that told of it.") + " " + _whom(institution))
    try:
        refuse_other_side(outcome.partnership, institution, address, by)
    except CannotSend as refusal:
        raise CannotAsk(str(refusal)) from refusal
    others = SubstantiationLink.objects.filter(outcome=outcome, address__iexact=address).exclude(
        institution=institution
    )
    if others.exists():
        raise CannotAsk(_("Who has this address was asked for somebody else already.") + " " + _whom(institution))


def _telling(outcome: HarvestedOutcome, by: User | None) -> set[int]:
    """The institutions on whose side it is told and asked."""
    own = by.institution_ids if by else set()
    return {pk for pk in (outcome.reported_by_id, *own) if pk}


def _refuse_inside(outcome: HarvestedOutcome, address: str, person: User | None) -> None:
    """The words of the parties are no words from outside."""
    for party in _parties(outcome):
        is_member = person is not None and party.pk in person.institution_ids
        if is_member or fits(address, domains_of(party)):
            raise CannotAsk(
                _("This looks like an address of %(name)s, which takes part.") % {"name": party} + " " + _whom(None)
            )
    asked_for_a_side = SubstantiationLink.objects.filter(outcome=outcome, address__iexact=address)
    is_contact = Contact.objects.filter(partnership=outcome.partnership_id, email__iexact=address).exists()
    if is_contact or asked_for_a_side.exclude(institution=None).exists():
        raise CannotAsk(_("This is the address of a contact of one side.") + " " + _whom(None))
    said = Substantiation.objects.filter(outcome=outcome, revision=outcome.revision)
    if said.filter(link__address__iexact=address).exists():
        raise CannotAsk(_("Who has this address has answered about these very words already."))


def _whom(institution: Institution | None) -> str:
    if institution:
        return _("Someone of %(name)s has to answer.") % {"name": institution}
    return _("Ask somebody outside both sides.")


def _parties(outcome: HarvestedOutcome) -> list[Institution]:
    members = PartnershipMember.objects.filter(partnership=outcome.partnership_id).exclude(institution=None)
    found = members.select_related("institution").order_by("pk")
    return [member.institution for member in found if member.institution]
