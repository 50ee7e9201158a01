"""The columns of the access matrix as people, around one object and its parties."""

from dataclasses import dataclass

from community.models import Institution, Membership, User
from tests.factories import CountryFactory, InstitutionFactory, UserFactory, member_of

Kind = Institution.Kind


@dataclass
class Cast:
    """Everyone who may ask for an object; `asks`, `offers` and `donor` are its parties."""

    asks: Institution
    offers: Institution
    donor: Institution
    people: dict[str, User | None]


def cast() -> Cast:
    north = CountryFactory(north=True)
    asks = InstitutionFactory(kind=Kind.MINISTRY)
    offers = InstitutionFactory(kind=Kind.AGENCY, country=north)
    donor = InstitutionFactory(kind=Kind.DONOR, country=north)
    staff = Membership.Role.STAFF
    people = {
        "anon": None,
        "pend": UserFactory(),
        "mem": member_of(InstitutionFactory(kind=Kind.NETWORK), staff),
        "gov_o": member_of(asks),
        "gov_x": member_of(InstitutionFactory(kind=Kind.MINISTRY)),
        "don_o": member_of(donor, staff),
        "don_x": member_of(InstitutionFactory(kind=Kind.DONOR, country=north), staff),
        "ed": UserFactory(role=User.Role.EDITOR),
        "adm": UserFactory(role=User.Role.ADMINISTRATOR),
    }
    return Cast(asks, offers, donor, people)
