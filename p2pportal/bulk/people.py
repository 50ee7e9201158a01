"""Invented people with an address nobody reads, most of them verified members of an institution."""

from collections.abc import Iterator
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils import timezone

from community.models import Institution, Membership, Profile, User
from p2pportal.bulk.chance import Ranked, Shares, chance
from p2pportal.bulk.institutions import PREFIX
from p2pportal.bulk.loading import analyse, insert, missing, parts, reserve
from p2pportal.bulk.words import INVENTED, sentence
from partnerships.listing import unhurried

DOMAIN = "people.example"
BATCH = 5_000
NAMES = Ranked(INVENTED, 0.5)
STATUSES = Shares({Membership.Status.ACTIVE: 80, Membership.Status.REQUESTED: 10, Membership.Status.ENDED: 10})
LOCALES = Shares({"en": 60, "fr": 18, "es": 15, "ar": 7})


def bulk_people(count: int, seed: int) -> int:
    """Top the invented people up to `count`; how many were added."""
    addresses = User.objects.filter(email__startswith=PREFIX, email__endswith=f"@{DOMAIN}")
    numbers = missing(addresses.values_list("email", flat=True), PREFIX, count)
    hosts = Institution.objects.filter(slug__startswith=PREFIX).order_by("pk").values_list("pk", flat=True)
    institutions = Ranked(list(hosts), 0.5)
    for part in parts(numbers, BATCH):
        with unhurried():
            keys = reserve(User, len(part))
            people = {number: _person(number, pk, seed) for number, pk in zip(part, keys, strict=True)}
            insert(list(people.values()))
            insert([EmailAddress(user=p, email=p.email, verified=True, primary=True) for p in people.values()])
            insert([_profile(person, chance(seed, "profile", number)) for number, person in people.items()])
            insert(list(_memberships(people, institutions, seed)))
    analyse(User, EmailAddress, Profile, Membership)
    return len(numbers)


def _person(number: int, pk: int, seed: int) -> User:
    first, last = NAMES.draw(chance(seed, "person", number), 2)
    return User(
        pk=pk,
        email=f"{PREFIX}{number}@{DOMAIN}",
        name=f"{first.capitalize()} {last.capitalize()}",
        password=UNUSABLE_PASSWORD_PREFIX,
    )


def _profile(person: User, rng: Random) -> Profile:
    return Profile(user=person, job_title=sentence(rng, 3), locale=LOCALES.one(rng), languages=["en"])


def _memberships(people: dict[int, User], institutions: Ranked[int], seed: int) -> Iterator[Membership]:
    for number, person in people.items() if institutions.items else ():
        rng = chance(seed, "membership", number)
        status = STATUSES.one(rng)
        role = Membership.Role.FOCAL_POINT if rng.random() < 0.15 else Membership.Role.STAFF
        decided_at = None if status == Membership.Status.REQUESTED else timezone.now()
        yield Membership(
            user=person, institution_id=institutions.one(rng), role=role, status=status, decided_at=decided_at
        )
