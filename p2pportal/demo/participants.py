"""Who comes to the invented events: the demonstration accounts, and invented people without one."""

from django.db import transaction
from django.utils import timezone

from community.models import Institution, User
from events.identity import email_key
from events.locking import locked
from events.models import LearningEvent, Registration, RegistrationChange
from events.models.choices import Represents
from events.services.registering import Details
from events.services.seats import settle

# Account, key of its institution, for whom it comes, whether it stands in the list of participants.
ACCOUNTS = {
    "donor": ("donor", Represents.DONOR, True),
    "government": ("asks-statistics", Represents.GOVERNMENT, False),
    "peer": ("offers-statistics", Represents.GOVERNMENT, True),
    "member": ("network", Represents.NETWORK, False),
}
# Name, address, key of the institution, whether they stand in the list of participants.
GUESTS = (
    ("Haja Rakoto (invented)", "haja@academy.demo.example", "asks-school", True),
    ("Fatmata Koroma (invented)", "fatmata@audit.demo.example", "asks-audit", True),
    ("Lucía Benítez (invented)", "lucia@court.demo.example", "asks-court", False),
    ("Kofi Ansah (invented)", "kofi@coast.demo.example", "offers-audit", True),
    ("Thandi Maseko (invented)", "thandi@school.demo.example", "offers-school", False),
)


def account(name: str, institutions: dict[str, Institution], people: dict[str, User]) -> tuple[User, Details]:
    key, represents, in_list = ACCOUNTS[name]
    user = people[f"{name}@demo.example"]
    return user, _details(user.display_name, institutions[key], represents, in_list)


def guest(number: int, institutions: dict[str, Institution]) -> tuple[str, Details]:
    """The address and what they say of themselves."""
    name, address, key, in_list = GUESTS[number]
    return address, _details(name, institutions[key], Represents.GOVERNMENT, in_list)


def _details(name: str, institution: Institution, represents: str, in_list: bool) -> Details:
    return Details(
        name=name, institution=institution, country=institution.country, represents=represents, in_list=in_list
    )


@transaction.atomic
def seat(event: LearningEvent, address: str, details: Details, user: User | None = None) -> Registration:
    """A place at an event that is over, where nobody can register any more; no letter goes out."""
    now = timezone.now()
    registration = Registration(
        event=event,
        user=user,
        email=address,
        email_key=email_key(address),
        address_confirmed_at=now,
        in_list_decided_at=now,
        **vars(details),
    )
    settle(registration, event=locked(event), by=RegistrationChange.By.PERSON)
    return registration
