"""The people of the access matrix, around one institution that is theirs and one that is not."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser

from community.models import Institution, Membership, User
from tests.factories import CountryFactory, InstitutionFactory, UserFactory, member_of

COLUMNS = ["anon", "pend", "mem", "gov_o", "gov_x", "don_o", "don_x", "ed", "adm"]


@dataclass
class Cast:
    """`ministry` and `donor` are the objects; gov_o and don_o are their focal points."""

    ministry: Institution = field(default_factory=lambda: InstitutionFactory(name="Ministry of Records"))
    donor: Institution = field(
        default_factory=lambda: InstitutionFactory(
            name="Giving Agency", kind=Institution.Kind.DONOR, country=CountryFactory(north=True)
        )
    )
    people: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        other_donor = InstitutionFactory(kind=Institution.Kind.DONOR)
        self.people = {
            "anon": AnonymousUser(),
            "pend": UserFactory(name="Pending"),
            "mem": member_of(InstitutionFactory(), Membership.Role.STAFF),
            "gov_o": member_of(self.ministry),
            "gov_x": member_of(InstitutionFactory()),
            "don_o": member_of(self.donor),
            "don_x": member_of(other_donor, Membership.Role.STAFF),
            "ed": UserFactory(role=User.Role.EDITOR),
            "adm": UserFactory(role=User.Role.ADMINISTRATOR),
        }

    def __getitem__(self, column: str) -> Any:
        return self.people[column]

    def own(self, column: str) -> Institution:
        """The institution a column is asked about: the donor for donors, else the ministry."""
        return self.donor if column.startswith("don") else self.ministry
