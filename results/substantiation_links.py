"""Signed links by which somebody without an account says once what they know of an outcome: for a party, or from outside."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from community.models import Institution, User
from core import signed_links
from results.models import HarvestedOutcome, SubstantiationLink
from results.refused_addresses import CannotAsk, refuse_address

SALT = "substantiation"
# So many a day reach one address, and go out from one person: a link is no way to fill mailboxes.
MOST_TO_AN_ADDRESS = 3
MOST_FROM_A_PERSON = 20


@dataclass(frozen=True)
class Asked:
    """Who is asked, as the one who asks knows them; `institution` is the party whose word it is to be, if it is one's."""

    address: str
    name: str
    office: str = ""
    how_they_know: str = ""
    language: str = settings.LANGUAGE_CODE
    institution: Institution | None = None

    @classmethod
    def by(cls, link: SubstantiationLink) -> Self:
        """The same person once more."""
        return cls(link.address, link.name, link.office, link.how_they_know, link.language, link.institution)


def token_for(link: SubstantiationLink) -> str:
    return signed_links.sign(SALT, link.pk)


def link_of(token: str) -> SubstantiationLink:
    """What a token stands for. Raises BadLink for a changed one, DoesNotExist where its outcome is gone."""
    pk = signed_links.read(SALT, token)
    related = SubstantiationLink.objects.select_related(
        "outcome__partnership", "outcome__country", "institution", "sent_by"
    )
    return related.get(pk=pk)


def address_of(link: SubstantiationLink) -> str:
    """The whole address, in the language of whom it is sent to."""
    with translation.override(link.language):
        return settings.BASE_URL + reverse("results:substantiate", args=[token_for(link)])


def open_link(*, outcome: HarvestedOutcome, asked: Asked, by: User | None) -> tuple[SubstantiationLink, bool]:
    """A link to that address, and whether it is new; the outcome is locked.

    The same address is asked once about one wording; a link about other words takes the place of the one
    before. Raises CannotAsk.
    """
    address = asked.address.lower()
    refuse_address(outcome, address, asked.institution, by)
    to_address = SubstantiationLink.objects.open().filter(
        outcome=outcome, institution=asked.institution, address__iexact=address
    )
    same = to_address.filter(revision=outcome.revision).first()
    if same:
        return same, False
    _refuse_too_many(address, by)
    to_address.update(replaced_at=timezone.now())
    link = SubstantiationLink.objects.create(
        outcome=outcome,
        institution=asked.institution,
        address=address,
        name=asked.name,
        office=asked.office,
        how_they_know=asked.how_they_know,
        language=asked.language,
        revision=outcome.revision,
        sent_by=by,
    )
    return link, True


def _refuse_too_many(address: str, by: User | None) -> None:
    today = SubstantiationLink.objects.filter(created_at__gt=timezone.now() - timedelta(days=1))
    if today.filter(address__iexact=address).count() >= MOST_TO_AN_ADDRESS:
        raise CannotAsk(_("%(address)s has had enough letters for today. Try again tomorrow.") % {"address": address})
    if by and today.filter(sent_by=by).count() >= MOST_FROM_A_PERSON:
        raise CannotAsk(_("You have asked many people today. Ask the others tomorrow."))
