"""The pages of an outcome: told, read, put in other words, with its chain and its evidence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Visibility
from partnerships.models.choices import Side
from results.models import ContributionClaim, EvidenceItem, HarvestedOutcome
from tests.factories import HarvestedOutcomeFactory, UserFactory, member_of, partnership_between
from tests.given_files import pdf

pytestmark = pytest.mark.django_db

TOLD = {
    "what_changed": "The committee calls ministries on old findings.",
    "who_changed": "The accounts committee",
    "changed_on_year": "2025",
    "level": "institution",
    "contribution": "The audit service copied the call list of its peer.",
    "benefits": "demand",
    "family": "development",
}


@pytest.fixture
def partnership():
    return partnership_between()


@pytest.fixture
def focal_point(partnership):
    return member_of(partnership.members.get(side=Side.DEMAND).institution, role="focal_point")


@pytest.fixture
def party(client, focal_point):
    client.force_login(focal_point)
    return client


@pytest.fixture
def outcome(partnership, focal_point):
    return HarvestedOutcomeFactory(partnership=partnership, visibility=Visibility.PARTIES, recorded_by=focal_point)


def address(name, outcome, *more):
    return reverse(f"results:{name}", args=[outcome.partnership.slug, outcome.number, *more])


def test_five_answers_tell_a_change(party, partnership):
    party.post(reverse("results:outcome_new", args=[partnership.slug]), TOLD)

    assert HarvestedOutcome.objects.get().what_changed == TOLD["what_changed"]


def test_the_same_form_sent_twice_tells_one_change(party, partnership):
    key = {"key": "0b6f1d0e-8f6c-4a0f-9f4f-0a4a3b1a2c3d"}
    for _turn in range(2):
        party.post(reverse("results:outcome_new", args=[partnership.slug]), TOLD | key)

    assert HarvestedOutcome.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"what_changed": ""}, "This field is required"),
        ({"what_changed": "!!!"}, "letter"),
        ({"changed_on_year": "20x5"}, "Write the date in figures"),
        ({"changed_on_year": "2025", "changed_on_month": "13"}, "no such date"),
        ({"level": "planet"}, "not one of the available choices"),
        ({"contribution": "x" * 3001}, "at most 3000"),
        ({"who_changed": "A\x00da"}, "NUL"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field_and_nothing_is_lost(party, partnership, answers, message):
    page = party.post(reverse("results:outcome_new", args=[partnership.slug]), TOLD | answers).content.decode()

    assert (message in page, TOLD["who_changed"] in page or "who_changed" in answers) == (True, True)


def test_members_who_have_no_part_in_it_tell_nothing(client, partnership):
    client.force_login(UserFactory())

    assert client.get(reverse("results:outcome_new", args=[partnership.slug])).status_code == 403


def test_an_outcome_for_the_parties_is_not_there_for_others(client, outcome):
    assert client.get(outcome.get_absolute_url()).status_code == 404


def test_the_page_tells_what_the_partnership_contributed(party, outcome):
    assert outcome.contribution in party.get(outcome.get_absolute_url()).content.decode()


def test_other_words_are_stored(party, outcome):
    party.post(address("outcome_edit", outcome), TOLD | {"version": outcome.version})
    outcome.refresh_from_db()

    assert outcome.what_changed == TOLD["what_changed"]


def test_words_that_somebody_else_saved_meanwhile_are_shown_beside_the_own(party, outcome):
    answer = party.post(address("outcome_edit", outcome), TOLD | {"version": outcome.version + 7})

    told = answer.content.decode()
    assert (answer.status_code, outcome.what_changed in told, TOLD["what_changed"] in told) == (409, True, True)


def test_who_told_it_takes_it_back(party, outcome):
    party.post(address("outcome_remove", outcome))

    assert not HarvestedOutcome.objects.exists()


CLAIM = {
    "part": "one",
    "summary": "",
    "steps-TOTAL_FORMS": "2",
    "steps-INITIAL_FORMS": "0",
    "steps-0-text": "Analysts saw it at work.",
    "steps-1-text": "",
    "rivals-TOTAL_FORMS": "1",
    "rivals-INITIAL_FORMS": "0",
    "rivals-0-text": "A budget reform",
    "rivals-0-weight": "similar",
}


def test_a_claim_is_kept_with_its_chain_and_its_rivals(party, outcome):
    party.post(address("claim", outcome), CLAIM)

    claim = ContributionClaim.objects.get()
    told = [step.text for step in claim.steps.all()], [rival.text for rival in claim.rivals.all()]
    assert told == (["Analysts saw it at work."], ["A budget reform"])


def test_more_rows_keep_what_was_typed_and_save_nothing(party, outcome):
    page = party.post(address("claim", outcome), CLAIM | {"more": "steps"}).content.decode()

    told = "Analysts saw it at work." in page, "steps-3-text" in page, ContributionClaim.objects.exists()
    assert told == (True, True, False)


def test_a_rival_without_words_is_asked_for_them(party, outcome):
    answers = CLAIM | {"rivals-0-text": "", "rivals-0-speaks_for": "Two offices got units too."}

    assert "Say what the other explanation is" in party.post(address("claim", outcome), answers).content.decode()


def test_evidence_makes_an_outcome_documented(party, outcome):
    party.post(address("evidence_add", outcome), {"title": "Minutes", "url": "https://example.org/minutes"})
    outcome.refresh_from_db()

    assert outcome.evidence == "documented"


def test_evidence_of_a_step_hangs_on_the_step(party, outcome):
    party.post(address("claim", outcome), CLAIM)
    party.post(address("evidence_add_to_step", outcome, 1), {"title": "Report", "url": "https://example.org/report"})

    assert EvidenceItem.objects.get().step.text == "Analysts saw it at work."


def test_two_things_at_once_are_no_piece_of_evidence(party, outcome):
    given = {"title": "Minutes", "url": "https://example.org/minutes", "file": SimpleUploadedFile("minutes.pdf", pdf())}

    page = party.post(address("evidence_add", outcome), given).content.decode()
    assert ("Give one thing" in page, EvidenceItem.objects.exists()) == (True, False)


def test_evidence_of_nothing_is_asked_for_once_and_beside_the_file(party, outcome):
    form = party.post(address("evidence_add", outcome), {"title": "Minutes"}).context["form"]

    assert {name: len(faults) for name, faults in form.errors.items()} == {"file": 1}


@pytest.fixture
def confidential(party, outcome):
    given = {"title": "Salary list", "file": SimpleUploadedFile("minutes.pdf", pdf()), "is_confidential": "on"}
    party.post(address("evidence_add", outcome), given)
    HarvestedOutcome.objects.update(visibility=Visibility.PUBLIC)
    return EvidenceItem.objects.get()


def file_address(item):
    return reverse("results:evidence", args=[item.outcome.partnership.slug, item.pk])


def test_the_parties_read_a_confidential_file(party, confidential):
    answer = party.get(file_address(confidential))
    answer.close()

    assert answer.status_code == 200


def test_a_confidential_file_is_not_there_for_others(client, confidential):
    client.logout()

    assert client.get(file_address(confidential)).status_code == 404


def test_others_read_that_there_is_evidence_and_not_what(client, confidential):
    client.logout()
    page = client.get(confidential.outcome.get_absolute_url()).content.decode()

    assert ("The documents are shared between the parties only" in page, "Salary list" in page) == (True, False)


def test_evidence_is_removed(party, confidential):
    party.post(reverse("results:evidence_remove", args=[confidential.outcome.partnership.slug, confidential.pk]))

    assert not EvidenceItem.objects.exists()


def test_the_page_takes_as_many_queries_for_ten_pieces_of_evidence_as_for_one(client, partnership):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(outcome.get_absolute_url())
        return len(captured)

    outcome = HarvestedOutcomeFactory(partnership=partnership)
    EvidenceItem.objects.create(outcome=outcome, title="Minutes", url="https://example.org/0")
    queries()
    one = queries()
    for number in range(1, 10):
        EvidenceItem.objects.create(outcome=outcome, title="Minutes", url=f"https://example.org/{number}")

    assert queries() == one
