"""Partnerships and their members."""

import factory
from factory.django import DjangoModelFactory

from core.models import Visibility
from partnerships.models import Partnership, PartnershipMember
from tests.factories.community import CountryFactory, InstitutionFactory


class PartnershipFactory(DjangoModelFactory):
    """A record from a public source, and so public; other situations by fields."""

    class Meta:
        model = Partnership

    title = factory.Sequence(lambda n: f"Partnership {n}")
    slug = factory.Sequence(lambda n: f"partnership-{n}")
    standing = Partnership.Standing.PUBLIC_SOURCE
    source_url = "https://example.org/source"
    visibility = Visibility.PUBLIC


class PartnershipMemberFactory(DjangoModelFactory):
    class Meta:
        model = PartnershipMember

    partnership = factory.SubFactory(PartnershipFactory)
    institution = factory.SubFactory(InstitutionFactory)
    side = PartnershipMember.Side.DEMAND


def partnership_between(demand=None, supply=None, **fields) -> Partnership:
    """A partnership that an institution of the South asks for and one of the North offers."""
    partnership = PartnershipFactory(**fields)
    demand = demand or InstitutionFactory()
    supply = supply or InstitutionFactory(country=CountryFactory(north=True))
    PartnershipMemberFactory(partnership=partnership, institution=demand, side=PartnershipMember.Side.DEMAND)
    PartnershipMemberFactory(partnership=partnership, institution=supply, side=PartnershipMember.Side.SUPPLY)
    partnership.refresh_from_db()
    return partnership
