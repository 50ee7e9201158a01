"""What others read of papers that are for the parties only: as much as the word of evidence says, and no more."""

import pytest

from core.models import Visibility
from partnerships.models.choices import Side
from results.models import EvidenceItem
from results.models.choices import Verdict
from results.services.acts import say_as_partner
from tests.factories import ObservationFactory
from tests.results.words import case

pytestmark = pytest.mark.django_db

ONLY_PARTIES = "The documents are shared between the parties only."
NOT_SHOWN = "No document is shown to everybody."
NONE_NAMED = "No paper is named yet"
NOTHING_BESIDE = "No paper, photo or address is beside it yet."


@pytest.fixture
def told():
    return case()


@pytest.fixture
def observed(told):
    """Approved by the institution that recorded it, and shown to everybody."""
    return observed_and_verified(told, by=Side.DEMAND)


def observed_and_verified(told, *, by):
    return ObservationFactory(
        indicator__result__framework__partnership=told.partnership,
        indicator__result__framework__visibility=Visibility.PUBLIC,
        recorded_for=told.partnership.members.get(side=Side.DEMAND).institution,
        verified_for=told.partnership.members.get(side=by).institution,
        approved=True,
    )


def confidential(count=1, **of):
    for number in range(count):
        EvidenceItem.objects.create(title="Salaries", url=f"https://x.example/{number}", is_confidential=True, **of)


def shown_to_all(told):
    type(told.outcome).objects.update(visibility=Visibility.PUBLIC)


def agrees(told):
    say_as_partner(outcome=told.outcome, verdict=Verdict.AGREE, revision=told.outcome.revision, by=told.partner)


def papers(client, path):
    page = client.get(path).content.decode()
    return [words for words in (ONLY_PARTIES, NOT_SHOWN, NONE_NAMED, NOTHING_BESIDE) if words in page]


@pytest.mark.parametrize("count", [1, 3])
def test_no_number_of_papers_is_told_to_others(client, told, count):
    confidential(count, outcome=told.outcome)
    shown_to_all(told)
    page = client.get(told.path()).content.decode()

    assert (papers(client, told.path()), "more piece" in page, "Salaries" in page) == ([ONLY_PARTIES], False, False)


def test_beside_a_paper_that_is_shown_others_do_not_read_that_there_are_more(client, told):
    confidential(outcome=told.outcome)
    EvidenceItem.objects.create(outcome=told.outcome, title="Minutes", url="https://example.org/minutes")
    shown_to_all(told)
    page = client.get(told.path()).content.decode()

    assert (papers(client, told.path()), "Minutes" in page, "parties only" in page) == ([], True, False)


@pytest.mark.parametrize("count", [0, 1])
def test_where_the_word_rests_on_a_partner_others_do_not_read_whether_there_are_papers(client, told, count):
    confidential(count, outcome=told.outcome)
    agrees(told)
    shown_to_all(told)

    assert papers(client, told.path()) == [NOT_SHOWN]


def test_of_what_rests_on_one_word_others_read_that_no_paper_is_named(client, told):
    shown_to_all(told)

    assert papers(client, told.path()) == [NONE_NAMED]


def test_the_parties_read_that_no_paper_is_named(client, told):
    agrees(told)
    client.force_login(told.partner)

    assert papers(client, told.path()) == [NONE_NAMED]


@pytest.mark.parametrize("count", [1, 3])
def test_no_number_of_papers_of_an_observation_is_told_to_others(client, observed, count):
    confidential(count, observation=observed)
    page = client.get(observed.get_absolute_url()).content.decode()

    assert (papers(client, observed.get_absolute_url()), "more piece" in page) == ([ONLY_PARTIES], False)


@pytest.mark.parametrize("count", [0, 1])
def test_of_an_observation_that_the_other_party_verified_others_do_not_read_whether_there_are_papers(
    client, told, count
):
    observation = observed_and_verified(told, by=Side.SUPPLY)
    confidential(count, observation=observation)

    assert papers(client, observation.get_absolute_url()) == [NOT_SHOWN]


def test_of_an_observation_without_papers_others_read_so(client, observed):
    assert papers(client, observed.get_absolute_url()) == [NOTHING_BESIDE]
