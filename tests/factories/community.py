"""People, places and institutions."""

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from community.models import Country, Institution, Invitation, Membership, ProblemReport, Sector, Subregion, User


class SubregionFactory(DjangoModelFactory):
    class Meta:
        model = Subregion
        django_get_or_create = ("code",)

    code = "014"
    region = "Africa"
    name_en = "Eastern Africa"
    name_fr = "Afrique de l’Est"


class CountryFactory(DjangoModelFactory):
    """Kenya, a country of the South, unless said otherwise; `north=True` makes it Sweden."""

    class Meta:
        model = Country
        django_get_or_create = ("iso2",)

    class Params:
        north = factory.Trait(
            iso2="SE",
            iso3="SWE",
            name_en="Sweden",
            name_fr="Suède",
            income="High income",
            subregion=factory.SubFactory(
                SubregionFactory, code="154", region="Europe", name_en="Northern Europe", name_fr="Europe du Nord"
            ),
        )

    iso2 = "KE"
    iso3 = factory.LazyAttribute(lambda country: "KEN" if country.iso2 == "KE" else f"{country.iso2}X")
    name_en = factory.LazyAttribute(lambda country: "Kenya" if country.iso2 == "KE" else f"Land {country.iso2}")
    income = "Lower middle income"
    subregion = factory.SubFactory(SubregionFactory)


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = Sector
        django_get_or_create = ("code",)

    code = "16062"
    name_en = "Statistical capacity building"


class InstitutionFactory(DjangoModelFactory):
    class Meta:
        model = Institution

    name = factory.Sequence(lambda n: f"Institution {n}")
    slug = factory.Sequence(lambda n: f"institution-{n}")
    country = factory.SubFactory(CountryFactory)
    kind = Institution.Kind.AGENCY


class UserFactory(DjangoModelFactory):
    """A person with a verified address and the password `a long password`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password("a long password")

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    institution = factory.SubFactory(InstitutionFactory)
    status = Membership.Status.ACTIVE


class InvitationFactory(DjangoModelFactory):
    """Sent by a focal point of the institution."""

    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    institution = factory.SubFactory(InstitutionFactory)
    invited_by = factory.LazyAttribute(lambda invitation: member_of(invitation.institution))


class ProblemReportFactory(DjangoModelFactory):
    """`institutions=[…]` are those that own the record."""

    class Meta:
        model = ProblemReport
        skip_postgeneration_save = True

    path = "/en/institutions/"
    text = "The name is wrong."

    @factory.post_generation
    def institutions(self, create, extracted, **kwargs):
        if create and extracted:
            self.institutions.set(extracted)


def member_of(institution: Institution, role: str = Membership.Role.FOCAL_POINT, **fields: object) -> User:
    """A person who is a verified member of the institution, a focal point unless said otherwise."""
    return MembershipFactory(institution=institution, role=role, user=UserFactory(**fields)).user
