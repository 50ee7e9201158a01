"""Upkeep of the kept counts and derived columns: what goes around the triggers is found and repaired."""

import logging

import pytest
from django.db import connection

from partnerships import listing
from partnerships.models import FacetCount, Partnership
from partnerships.tasks import reconcile_listing
from tests.factories import partnership_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return partnership_between(title="Tax audit", stage="scoping")


def without_triggers(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")


def kept() -> dict[tuple[str, str], int]:
    return {
        (facet, value): n
        for facet, values in FacetCount.objects.tallied(
            "all", "kind", "direction", "stage", "country", "region", "place", "pair"
        ).items()
        for value, n in values.items()
    }


def test_compaction_leaves_one_row_a_count(partnership):
    partnership.stage = "founding"
    partnership.save()
    before = kept()

    listing.compact()

    assert kept() == before
    assert FacetCount.objects.count() == len(before)


def test_reconciling_a_sound_register_finds_nothing(partnership, caplog):
    assert reconcile_listing() == {"rows": 0, "counts": 0}
    assert caplog.records == []


def test_a_wrong_count_is_reported_and_repaired(partnership, caplog):
    before = kept()
    FacetCount.objects.create(facet="stage", value="closed", is_demo=False, n=3)
    FacetCount.objects.filter(facet="country", value="KE").delete()

    with caplog.at_level(logging.ERROR, logger="partnerships.listing"):
        found = listing.reconcile()

    assert found == {"rows": 0, "counts": 2}
    assert sorted(record.getMessage() for record in caplog.records) == [
        "The kept count country=KE was off by -1 and is repaired",
        "The kept count stage=closed was off by +3 and is repaired",
    ]
    assert kept() == before


@pytest.mark.parametrize(
    "defect",
    [
        "UPDATE partnerships_partnership SET direction = 'SS'",
        "UPDATE partnerships_partnership SET search = NULL",
        "UPDATE partnerships_partnership SET title = 'Land titles'",
        "DELETE FROM partnerships_partnershipmember WHERE side = 'supply'",
    ],
)
def test_a_wrong_derived_column_is_reported_and_repaired(partnership, caplog, defect):
    without_triggers(defect)

    with caplog.at_level(logging.ERROR, logger="partnerships.listing"):
        found = listing.reconcile()

    assert found["rows"] == 1
    assert "Derived columns of 1 partnerships were wrong" in caplog.records[0].getMessage()
    assert listing.reconcile() == {"rows": 0, "counts": 0}


def test_every_row_is_derived_anew_within_its_turn(partnership):
    without_triggers("UPDATE partnerships_partnership SET country_codes = '{XX}'")

    found = [pk for night in range(listing.NIGHTS) for pk in listing.derive_again(night)]

    partnership.refresh_from_db()
    assert found == [partnership.pk]
    assert partnership.country_codes == ["KE", "SE"]


def test_batches_reach_every_row(monkeypatch):
    monkeypatch.setattr(listing, "BATCH", 2)
    for _ in range(5):
        partnership_between()
    without_triggers("UPDATE partnerships_partnership SET search = NULL")

    assert listing.derive_again(0) == list(Partnership.objects.order_by("pk").values_list("pk", flat=True))
