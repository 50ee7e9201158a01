"""Nobody who was erased comes back with a backup."""

import io
import json

import pytest
from django.core.management import call_command

from community import services
from community.models import Erasure, User
from community.services.erasing_again import erase_again
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def before_erasure(person):
    """The account as a backup from before holds it."""
    number, address, name = person.pk, person.email, person.name
    services.anonymise(user=person, by=person)
    User.objects.filter(pk=number).update(email=address, name=name, is_active=True)
    return list(Erasure.objects.all())


def test_erasure_keeps_no_address():
    person = UserFactory(email="Ada@Test.example")

    services.anonymise(user=person, by=person)

    (erasure,) = Erasure.objects.all()
    assert erasure.account == person.pk
    assert "ada" not in erasure.address_hash.lower()


def test_person_who_came_back_is_erased_again():
    person = UserFactory(email="ada@test.example", name="Ada")
    erasures = before_erasure(person)

    found = erase_again(erasures)

    person.refresh_from_db()
    assert found == (1, [])
    assert (person.name, person.email) == ("", f"erased-{person.pk}@erased.invalid")


def test_erasing_again_twice_changes_nothing():
    erasures = before_erasure(UserFactory())
    erase_again(erasures)

    assert erase_again(erasures) == (0, [])


def test_another_person_with_the_number_of_an_erased_one_stays():
    person = UserFactory(email="ada@test.example", name="Ada")
    erasures = before_erasure(person)
    User.objects.filter(pk=person.pk).update(email="grace@test.example")

    assert erase_again(erasures) == (0, [])


def test_person_who_joined_anew_after_the_erasure_stays():
    person = UserFactory(email="ada@test.example")
    services.anonymise(user=person, by=person)
    again = UserFactory(email="ada@test.example", name="Ada")

    found = erase_again(Erasure.objects.all())

    again.refresh_from_db()
    assert (found, again.name) == ((0, []), "Ada")


def test_last_administrator_is_named_rather_than_erased():
    administrator = UserFactory(role=User.Role.ADMINISTRATOR)
    other = UserFactory(role=User.Role.ADMINISTRATOR)
    erasures = before_erasure(administrator)
    User.objects.filter(pk=administrator.pk).update(role=User.Role.ADMINISTRATOR)
    User.objects.filter(pk=other.pk).update(role=User.Role.MEMBER)

    assert erase_again(erasures) == (0, [administrator.pk])


def test_command_reads_the_list_that_a_backup_keeps(monkeypatch, capsys):
    person = UserFactory(email="ada@test.example")
    (erasure,) = before_erasure(person)
    kept = {
        "account": erasure.account,
        "address_hash": erasure.address_hash,
        "erased_at": erasure.erased_at.isoformat(),
    }
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps([kept])))

    call_command("reapply_erasures")

    assert capsys.readouterr().out == "Erased again: 1 accounts.\n"
