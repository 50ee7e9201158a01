"""The demonstration record that shows what years of keeping it add."""

import pytest

from core.models import Visibility
from p2pportal.demo.depth import WORKED, demo_depth
from p2pportal.demo.people import demo_institutions, demo_people
from p2pportal.demo.records import demo_records
from partnerships import story
from partnerships.models import Partnership
from tests.factories import CountryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded():
    for code in ("SE", "MW", "RW", "SL", "GH", "PY", "MG", "ZA"):
        CountryFactory(iso2=code, iso3=f"{code}X", name_en=f"Land {code}")
    institutions = demo_institutions()
    people = demo_people(institutions)
    demo_records(institutions, people)
    return institutions, people


def test_the_record_tells_every_kind_of_part_and_keeps_the_politics_to_the_parties(seeded):
    institutions, people = seeded

    added = demo_depth(institutions, people)

    record = Partnership.objects.get(title="Using tax records to replace a costly business survey")
    anyone = story.parts(record, people["member@demo.example"])
    party = story.parts(record, people["government@demo.example"])
    assert added == 12
    assert (len(anyone.agreements), len(anyone.repurposings), len(anyone.commitments)) == (3, 1, 3)
    assert (anyone.trend.told, len(anyone.contacts), len(anyone.notes)) == (len(WORKED) + 1, 1, 0)
    assert len(party.notes) == 2
    assert record.visibility == Visibility.PUBLIC


def test_seeding_again_adds_nothing(seeded):
    demo_depth(*seeded)

    assert demo_depth(*seeded) == 0
