"""One, two and five years after closing: who is asked, once, and what is shown of what they say."""

from datetime import date

import pytest
from django.urls import reverse

from core.models import Visibility
from mail.models import Message
from partnerships.models import Partnership, StageChange
from partnerships.models.choices import Side
from results.follow_ups.asking import ask_follow_ups, still_asked
from results.follow_ups.due import after, last_day
from results.models import FollowUp, FollowUpAnswer
from results.tasks import ask_follow_ups as job
from tests.factories import HarvestedOutcomeFactory, UserFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return partnership_between(stage="closed", actual_end="2024-03-31")


@pytest.fixture
def outcome(partnership):
    return HarvestedOutcomeFactory(partnership=partnership)


def speaker(partnership, side=Side.DEMAND):
    return member_of(partnership.members.get(side=side).institution, role="focal_point")


def due():
    return list(FollowUp.objects.order_by("due_on").values_list("years", "due_on"))


@pytest.mark.parametrize(
    ("on", "made"),
    [
        (date(2025, 3, 30), []),
        (date(2025, 3, 31), [(1, date(2025, 3, 31))]),
        (date(2025, 4, 9), [(1, date(2025, 3, 31))]),
        (date(2026, 7, 1), [(2, date(2026, 3, 31))]),
        (date(2040, 1, 1), [(5, date(2029, 3, 31))]),
    ],
)
def test_the_latest_that_is_due_is_asked_about_once(outcome, on, made):
    asked = [ask_follow_ups(on=on) for _turn in range(2)]

    assert (asked, due()) == ([len(made), 0], made)


def test_year_after_year_the_next_is_asked(outcome):
    for year in range(2024, 2032):
        ask_follow_ups(on=date(year, 4, 1))

    assert [years for years, _due_on in due()] == [1, 2, 5]


def test_a_partnership_without_outcomes_is_not_asked_about(partnership):
    assert ask_follow_ups(on=date(2026, 7, 1)) == 0


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"stage": "exchanging", "actual_end": ""}, 0),
        ({"stage": "exchanging", "actual_end": "2024-03"}, 1),
        ({"stage": "cancelled"}, 0),
        ({"stage": "closed", "actual_end": "", "planned_end": "2024"}, 1),
        ({"stage": "closed", "actual_end": "", "planned_end": ""}, 0),
        ({"visibility": Visibility.PRIVATE}, 0),
    ],
)
def test_what_counts_as_closed(outcome, fields, count):
    Partnership.objects.update(**fields)

    assert ask_follow_ups(on=date(2026, 7, 1)) == count


def test_the_day_the_stage_was_closed_counts_where_no_end_is_told(partnership, outcome):
    Partnership.objects.update(actual_end="")
    StageChange.objects.create(partnership=partnership, stage="closed", entered_on=date(2025, 6, 1))

    ask_follow_ups(on=date(2026, 7, 1))

    assert due() == [(1, date(2026, 6, 1))]


@pytest.mark.parametrize(
    ("written", "day"), [("2024", (12, 31)), ("2024-02", (2, 29)), ("2024-04", (4, 30)), ("2024-02-03", (2, 3))]
)
def test_what_is_known_to_the_month_ends_with_its_last_day(written, day):
    assert last_day(written) == date(2024, *day)


def test_a_leap_day_has_an_anniversary():
    assert [after(date(2024, 2, 29), years) for years in (1, 4)] == [date(2025, 2, 28), date(2028, 2, 29)]


def test_both_sides_get_one_letter_however_many_partnerships_it_is_about(partnership, outcome):
    people = [speaker(partnership, side) for side in (Side.DEMAND, Side.SUPPLY)]
    asks, offers = (partnership.members.get(side=side).institution for side in (Side.DEMAND, Side.SUPPLY))
    for _number in range(2):
        HarvestedOutcomeFactory(partnership=partnership_between(asks, offers, stage="closed", actual_end="2024"))

    job()
    job()

    letters = Message.objects.filter(purpose="follow-up-asked")
    assert sorted(letters.values_list("recipient", flat=True)) == sorted(person.email for person in people)
    assert [letter.text.count("/follow-ups/") for letter in letters] == [3, 3]


def test_ten_partnerships_cost_as_many_queries_as_one(partnership, outcome, django_assert_max_num_queries):
    speaker(partnership)
    asks, offers = (partnership.members.get(side=side).institution for side in (Side.DEMAND, Side.SUPPLY))
    with django_assert_max_num_queries(60) as captured:
        ask_follow_ups(on=date(2026, 7, 1))
    alone = len(captured)
    for _number in range(10):
        HarvestedOutcomeFactory(partnership=partnership_between(asks, offers, stage="closed", actual_end="2024"))

    with django_assert_max_num_queries(alone):
        ask_follow_ups(on=date(2026, 7, 1))


def test_a_letter_does_not_go_out_to_who_no_longer_sees_the_record(partnership, outcome):
    for side in (Side.DEMAND, Side.SUPPLY):
        speaker(partnership, side)
    ask_follow_ups(on=date(2026, 7, 1))
    ids = list(Message.objects.values_list("pk", flat=True))
    before = still_asked(ids)
    Partnership.objects.update(visibility=Visibility.PRIVATE)

    assert (before, still_asked(ids)) == (set(ids), set())


@pytest.fixture
def asked(partnership, outcome):
    return FollowUp.objects.create(partnership=partnership, years=1, due_on=date(2025, 3, 31))


def page_of(asked):
    return reverse("results:follow_up", args=[asked.partnership.slug, asked.years])


def says(client, asked, outcome, sustained="sustained", note="The calls go on every month.", **more):
    page = client.get(page_of(asked))
    typed = {f"sustained-{outcome.pk}": sustained, f"note-{outcome.pk}": note}
    return client.post(page_of(asked), {"side": page.context["side"], "seen": page.context["seen"]} | typed | more)


def said():
    return list(FollowUpAnswer.objects.values_list("side", "sustained", "note"))


def test_each_side_answers_for_itself(client, asked, outcome):
    for side, sustained in ((Side.DEMAND, "sustained"), (Side.SUPPLY, "lost")):
        client.force_login(speaker(asked.partnership, side))
        says(client, asked, outcome, sustained, "Seen in May.")

    assert said() == [("demand", "sustained", "Seen in May."), ("supply", "lost", "Seen in May.")]


def test_nobody_answers_for_the_other_side(client, asked, outcome):
    client.force_login(speaker(asked.partnership))

    says(client, asked, outcome, side="supply")

    assert [side for side, *_rest in said()] == ["demand"]


def test_an_answer_can_be_changed(client, asked, outcome):
    client.force_login(speaker(asked.partnership))
    says(client, asked, outcome)

    says(client, asked, outcome, "partly", "Every other month.")

    assert said() == [("demand", "partly", "Every other month.")]


def test_peers_of_an_alliance_answer_on_one_side_after_the_other(client, asked, outcome):
    asked.partnership.members.update(side=Side.PEER)
    client.force_login(member_of(asked.partnership.members.first().institution, role="focal_point"))

    for _turn in range(2):
        says(client, asked, outcome)

    assert [side for side, *_rest in said()] == ["demand", "supply"]


@pytest.mark.parametrize(
    ("sustained", "note", "message"),
    [
        ("", "", "Say of one outcome at least"),
        ("", "It is still so.", "Choose what became of it"),
        ("lost", "", "what shows it"),
        ("forever", "It is still so.", "not one of the available choices"),
        ("lost", "x" * 2001, "at most 2000"),
        ("lost", "a\x00b", "NUL"),
    ],
)
def test_what_cannot_be_taken_is_said_and_stays_in_its_box(client, asked, outcome, sustained, note, message):
    client.force_login(speaker(asked.partnership))

    page = says(client, asked, outcome, sustained, note)

    assert (page.status_code, message in page.content.decode(), said()) == (200, True, [])
    assert page.context["form"][f"note-{outcome.pk}"].value() == note


def test_not_known_needs_no_proof(client, asked, outcome):
    client.force_login(speaker(asked.partnership))

    says(client, asked, outcome, "unknown", "")

    assert said() == [("demand", "unknown", "")]


def test_who_answers_second_on_a_side_reads_the_first(client, asked, outcome):
    client.force_login(speaker(asked.partnership))
    seen = client.get(page_of(asked)).context["seen"]
    says(client, asked, outcome, "lost", "The post was cut.")

    late = says(client, asked, outcome, "sustained", "All is well.", seen=seen)
    after_reading = says(client, asked, outcome, "sustained", "All is well.", seen=late.context["seen"])

    page = late.content.decode()
    assert (late.status_code, "The post was cut." in page, "All is well." in page) == (409, True, True)
    assert (after_reading.status_code, said()) == (302, [("demand", "sustained", "All is well.")])


@pytest.mark.parametrize(
    ("who", "status"), [("speaker", 200), ("staff", 403), ("member", 403), ("secretariat", 403), ("nobody", 302)]
)
def test_who_speaks_for_a_side_answers(client, asked, who, status):
    people = {
        "speaker": lambda: speaker(asked.partnership),
        "staff": lambda: member_of(asked.partnership.members.first().institution, role="staff"),
        "member": UserFactory,
        "secretariat": lambda: UserFactory(role="administrator"),
    }
    if who != "nobody":
        client.force_login(people[who]())

    assert (client.get(page_of(asked)).status_code, client.post(page_of(asked)).status_code) == (status, status)


def test_a_follow_up_that_is_not_due_and_a_record_one_may_not_see_have_no_page(client, asked):
    client.force_login(speaker(asked.partnership))
    early = client.get(reverse("results:follow_up", args=[asked.partnership.slug, 5])).status_code
    Partnership.objects.update(visibility=Visibility.PARTIES, standing="one_side")
    client.force_login(UserFactory())

    assert (early, client.get(page_of(asked)).status_code) == (404, 404)


@pytest.fixture
def told(asked, outcome):
    for side, sustained in (("demand", "sustained"), ("supply", "lost")):
        FollowUpAnswer.objects.create(
            follow_up=asked, outcome=outcome, side=side, sustained=sustained, note=f"As {side} sees it."
        )
    return outcome


def test_an_outcome_shows_what_became_of_it_and_that_the_sides_differ(client, told):
    page = client.get(told.get_absolute_url()).content.decode()

    words = ("1 year after closing", "As demand sees it.", "As supply sees it.", "see it differently")
    assert [each in page for each in words] == [True] * 4


def test_the_results_show_each_outcome_one_may_see_and_no_other(client, told):
    HarvestedOutcomeFactory(partnership=told.partnership, number=77, visibility=Visibility.PARTIES)

    table = client.get(reverse("results:partnership", args=[told.partnership.slug])).context["follow_ups"]

    assert [(outcome.pk, len(heard[0].answers)) for outcome, heard in table.rows] == [(told.pk, 2)]


def test_ten_follow_up_answers_cost_as_many_queries_as_one(client, told, django_assert_max_num_queries):
    address = reverse("results:partnership", args=[told.partnership.slug])
    client.force_login(speaker(told.partnership))
    client.get(address)
    with django_assert_max_num_queries(60) as captured:
        client.get(address)
    alone = len(captured)
    other = FollowUp.objects.create(partnership=told.partnership, years=2, due_on=date(2026, 3, 31))
    for number in range(1, 11):
        one = HarvestedOutcomeFactory(partnership=told.partnership, number=told.number + number)
        FollowUpAnswer.objects.create(follow_up=other, outcome=one, side="demand", sustained="partly")

    with django_assert_max_num_queries(alone):
        client.get(address)
