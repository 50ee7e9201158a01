"""What `make bench-matching` counts, and that it asks for what the register does not show."""

import pytest

from bench.matching import measuring, pairs
from bench.matching.orders import asked_of
from core.models import Visibility
from tests.factories import InstitutionFactory, SectorFactory, partnership_between

HEADERS = (
    "title,supply_institution,supply_country,demand_institution,demand_country,"
    "broker_or_funder,sector,start_year,end_year,modality,source"
)


def test_ranks_become_recall_and_reciprocal_rank():
    assert measuring.figures([1, 5, 10, None]) == {"recall@5": 0.5, "recall@10": 0.75, "mrr": pytest.approx(0.325)}


def test_the_interval_of_what_never_varies_is_a_point():
    assert measuring.intervals([1, 1, 1])["mrr"] == (1.0, 1.0)


@pytest.mark.parametrize(("wanted", "rank"), [({7}, 2), ({7, 9}, 1), ({3}, None)])
def test_of_several_suppliers_the_best_rank_counts(wanted, rank):
    assert measuring.best_rank([9, 7], frozenset(wanted)) == rank


@pytest.mark.django_db
def test_nothing_of_the_two_together_is_known_when_it_is_asked():
    asking, offering = InstitutionFactory(), InstitutionFactory()
    first = partnership_between(asking, offering, visibility=Visibility.PUBLIC)
    again = partnership_between(asking, offering, visibility=Visibility.PUBLIC)
    other = partnership_between(InstitutionFactory(), offering, visibility=Visibility.PUBLIC)

    found, _skipped = pairs.of_register()

    hidden = {pair.partnership.pk: set(pair.hidden) for pair in found}
    assert hidden == {first.pk: {first.pk, again.pk}, again.pk: {first.pk, again.pk}, other.pk: {other.pk}}


@pytest.mark.django_db
def test_the_title_is_not_asked_with():
    record = partnership_between(
        InstitutionFactory(), InstitutionFactory(), visibility=Visibility.PUBLIC, title="Twinning with Zembla"
    )
    (pair,), _skipped = pairs.of_register()

    assert "Zembla" not in asked_of(pair).text
    assert pair.partnership == record


@pytest.mark.django_db
def test_a_file_joins_the_register_for_one_run(tmp_path):
    sector = SectorFactory(code="15111", category=SectorFactory(code="151"))
    partnership_between(InstitutionFactory(), InstitutionFactory(), visibility=Visibility.PUBLIC).sectors.add(sector)
    file = tmp_path / "pairs.csv"
    file.write_text(
        f"{HEADERS}\n"
        "Audit together,Audit Office of Ruritania,,Audit Office of Zembla,,,15111,2020,,,https://example.org/a\n"
        "One side alone,Audit Office of Ruritania,,,KE,,15111,2021,,,https://example.org/b\n",
        encoding="utf-8",
    )

    found = measuring.measure(file).as_object()

    assert (found["pairs"], found["skipped"], found["pool"]) == (1, 1, 4)
    assert set(found["ours"]) == set(found["random"]) == {"recall@5", "recall@10", "mrr"}
    assert pairs.of_register()[0][0].partnership.title != "Audit together"
    assert len(pairs.of_register()[0]) == 1


@pytest.mark.django_db
def test_a_file_that_is_no_table_is_named_with_its_reason(tmp_path):
    file = tmp_path / "pairs.csv"
    file.write_text("nothing\nof the kind\n", encoding="utf-8")

    with pytest.raises(pairs.CannotRead):
        measuring.measure(file)
