"""Earlier words of an outcome: kept when they are replaced, read with what was said to them, and by whom."""

import pytest
from django.db import connection
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from community import services
from core.models import Visibility
from partnerships.models import Partnership
from partnerships.models.choices import Side
from results import personal_data
from results.models import HarvestedOutcome, OutcomeWording
from results.models.choices import Verdict
from results.services.acts import say_as_partner
from results.services.outcomes import remove_outcome, reword_outcome
from tests.factories import UserFactory, member_of
from tests.results.words import case

pytestmark = pytest.mark.django_db

FIRST = "The committee calls ministries"
SECOND = "The committee calls all ministries"
THIRD = "Two committees call all ministries"


@pytest.fixture
def told():
    return case()


def says(told, verdict=Verdict.AGREE, **more):
    fresh = HarvestedOutcome.objects.get(pk=told.outcome.pk)
    say_as_partner(outcome=fresh, verdict=verdict, revision=fresh.revision, by=told.partner, **more)


def reword(told, what_changed, by=None, **fields):
    outcome = HarvestedOutcome.objects.get(pk=told.outcome.pk)
    for name, value in {"what_changed": what_changed, **fields}.items():
        setattr(outcome, name, value)
    reword_outcome(outcome=outcome, by=by or told.teller, seen_version=outcome.version)


def show(told, visibility=Visibility.PUBLIC):
    HarvestedOutcome.objects.filter(pk=told.outcome.pk).update(visibility=visibility)


def read(client, told):
    answer = client.get(told.path("wordings/"))
    return answer.context["wordings"]


def first_words(client, told):
    return [wording.words[0][1] for wording in read(client, told).told]


def test_words_are_kept_with_who_replaced_them(told):
    revision = told.outcome.revision
    reword(told, SECOND, by=told.partner)

    kept = OutcomeWording.objects.get()
    assert (kept.content["what_changed"], kept.revision, kept.replaced_by, kept.replaced_name, kept.shown_to) == (
        FIRST,
        revision,
        told.partner,
        told.partner.display_name,
        Visibility.PARTIES,
    )


def test_saving_the_same_words_keeps_nothing(told):
    reword(told, FIRST, language="fr")

    assert not OutcomeWording.objects.exists()


def test_the_parties_read_to_which_words_was_said_what(client, told):
    says(told)
    reword(told, SECOND)
    says(told, Verdict.DISAGREE, comment="Not all of them.")
    client.force_login(told.partner)
    found = read(client, told).told

    assert [(each.words[0][1], [said.verdict for said in each.said], each.ended_by) for each in found] == [
        (SECOND, ["disagree"], ""),
        (FIRST, ["agree"], told.teller.display_name),
    ]


def test_the_page_marks_what_was_put_in(client, told):
    reword(told, SECOND)
    client.force_login(told.partner)
    page = client.get(told.path("wordings/")).content.decode()

    assert '<ins><span class="visually-hidden">put in: </span>all </ins>' in page


def test_choices_and_dates_are_told_in_words(client, told):
    reword(told, FIRST, changed_on="2025-06", is_negative=True, level="individual")
    client.force_login(told.partner)

    found = read(client, told).told[0].changes
    assert {change.label: "".join(words for what, words in change.blocks[0] if what != "gone") for change in found} == {
        "When": "June 2025",
        "Level": "Individual",
        "A change for the worse": "yes",
    }


def test_others_read_no_wording_that_was_for_the_parties(client, told):
    reword(told, SECOND)
    show(told)

    assert first_words(client, told) == [SECOND]


def test_others_read_a_wording_that_was_shown_as_it_stood_and_not_who_changed_it(client, told):
    show(told)
    says(told)
    reword(told, SECOND)
    reword(told, THIRD)
    show(told)
    found = read(client, told).told

    assert [(each.words[0][1], len(each.said), each.ended_by) for each in found] == [(THIRD, 0, ""), (FIRST, 1, "")]


def test_what_was_said_to_words_that_others_may_not_read_stands_apart(client, told):
    says(told)
    reword(told, SECOND)
    show(told)
    found = read(client, told)

    assert ([each.verdict for each in found.unread], [each.said for each in found.told]) == (["agree"], [[]])


@pytest.mark.parametrize(("is_member", "words"), [(True, [SECOND, FIRST]), (False, [SECOND])])
def test_words_that_were_shown_to_members_are_read_by_members(client, told, is_member, words):
    show(told, Visibility.COMMUNITY)
    reword(told, SECOND)
    show(told)
    if is_member:
        client.force_login(member_of(case().partnership.members.get(side=Side.DEMAND).institution))

    assert first_words(client, told) == words


def test_words_were_shown_no_wider_than_their_record(told):
    show(told)
    Partnership.objects.update(visibility=Visibility.COMMUNITY)
    reword(told, SECOND)

    assert OutcomeWording.objects.get().shown_to == Visibility.COMMUNITY


def test_whoever_may_not_see_the_outcome_finds_no_wordings(client, told):
    reword(told, SECOND)

    assert client.get(told.path("wordings/")).status_code == 404


@pytest.mark.parametrize("is_reworded", [True, False])
def test_the_page_of_an_outcome_leads_to_its_wordings_where_there_are_any(client, told, is_reworded):
    reword(told, SECOND if is_reworded else FIRST)
    client.force_login(told.partner)

    assert (told.path("wordings/") in client.get(told.path()).content.decode()) is is_reworded


def test_the_page_of_an_outcome_leads_nobody_to_wordings_they_may_not_read(client, told):
    reword(told, SECOND)
    show(told)

    assert told.path("wordings/") not in client.get(told.path()).content.decode()


def test_wordings_take_as_many_queries_for_ten_as_for_one(client, told):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(told.path("wordings/"))
        return len(captured)

    client.force_login(told.partner)
    reword(told, SECOND)
    queries()
    one = queries()
    for number in range(9):
        says(told)
        reword(told, f"{number} committees call ministries")

    assert queries() == one


def test_the_database_rewrites_no_earlier_wording(told):
    reword(told, SECOND)

    with pytest.raises(IntegrityError):
        OutcomeWording.objects.update(content={})


def test_an_outcome_that_is_taken_back_takes_its_wordings_along(told):
    reword(told, SECOND)
    remove_outcome(outcome=told.outcome, by=told.teller)

    assert not OutcomeWording.objects.exists()


def test_who_is_erased_leaves_the_words_without_a_name(told):
    reword(told, SECOND)
    assert [each["words_before"]["what_changed"] for each in personal_data.tell(told.teller)["put_in_other_words"]] == [
        FIRST
    ]
    services.anonymise(user=told.teller, by=UserFactory(role="administrator"))

    assert list(OutcomeWording.objects.values_list("replaced_by", "replaced_name", "content__what_changed")) == [
        (None, "", FIRST)
    ]
