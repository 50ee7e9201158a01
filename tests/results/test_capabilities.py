"""Abilities named by either side, rated by both, with the gaps between them."""

import pytest
from django.urls import reverse

from core.models import Visibility
from partnerships.models import PartConsent, Partnership
from partnerships.models.choices import Side
from partnerships.openings import revision_of
from partnerships.services.openings import agree_to_open
from results.capabilities import shown_to
from results.models import Capability, CapabilityScore
from tests.factories import UserFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db

NAMED = {"title": "Plan an audit by risk", "whose": "The audit planning unit", "level": "organisation"}


@pytest.fixture
def partnership():
    return partnership_between()


@pytest.fixture
def speakers(partnership):
    return {
        side: member_of(partnership.members.get(side=side).institution, role="focal_point")
        for side in (Side.DEMAND, Side.SUPPLY)
    }


@pytest.fixture
def party(client, speakers):
    client.force_login(speakers[Side.DEMAND])
    return client


@pytest.fixture
def capability(partnership):
    return Capability.objects.create(partnership=partnership, **NAMED)


def page(name, partnership, *more):
    return reverse(f"results:{name}", args=[partnership.slug, *more])


def scored(capability, side, moment, score, reason="Seen in the work plan."):
    return CapabilityScore.objects.create(
        capability=capability, side=side, moment=moment, score=score, reason=reason, scored_on="2026-05-01"
    )


def rates(client, capability, **typed):
    address = page("capability_rate", capability.partnership, capability.pk)
    context = client.get(address).context
    empty = {f"{moment}-{what}": "" for moment in ("before", "after") for what in ("score", "reason")}
    return client.post(address, empty | {"side": context["side"], "seen": context["seen"]} | typed)


def stored():
    return list(CapabilityScore.objects.order_by("side", "-moment").values_list("side", "moment", "score", "reason"))


BOTH = {"before-score": "1", "before-reason": "No plan.", "after-score": "3", "after-reason": "Two plans since."}


def test_either_side_names_an_ability_for_the_parties(client, partnership, speakers):
    for side, person in speakers.items():
        client.force_login(person)
        client.post(page("capability_new", partnership), NAMED | {"title": f"Named by {side}"})

    named = Capability.objects.values_list("title", "visibility")
    assert list(named) == [("Named by demand", "parties"), ("Named by supply", "parties")]


def test_the_same_form_sent_twice_names_one(party, partnership):
    for _turn in range(2):
        party.post(page("capability_new", partnership), NAMED)

    assert Capability.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"title": ""}, "This field is required"),
        ({"title": "!!!"}, "letter"),
        ({"title": "x" * 201}, "at most 200"),
        ({"whose": "A\x00da"}, "NUL"),
        ({"level": "planet"}, "not one of the available choices"),
    ],
)
def test_words_that_cannot_be_taken_are_said_and_nothing_is_lost(party, partnership, typed, message):
    answer = party.post(page("capability_new", partnership), NAMED | typed)

    form = answer.context["form"]
    assert (message in answer.content.decode(), Capability.objects.count()) == (True, 0)
    assert {name: form[name].value() for name in NAMED} == NAMED | typed


def test_each_side_rates_before_and_after(client, capability, speakers):
    client.force_login(speakers[Side.DEMAND])
    rates(client, capability, **BOTH)
    client.force_login(speakers[Side.SUPPLY])
    rates(client, capability, **{"after-score": "2", "after-reason": "We still read each plan."})

    assert stored() == [
        ("demand", "before", 1, "No plan."),
        ("demand", "after", 3, "Two plans since."),
        ("supply", "after", 2, "We still read each plan."),
    ]


def test_nobody_rates_for_the_other_side(party, capability):
    rates(party, capability, side="supply", **BOTH)

    assert {side for side, *_rest in stored()} == {"demand"}


def test_peers_of_an_alliance_rate_on_one_side_after_the_other(party, capability):
    capability.partnership.members.update(side=Side.PEER)

    for _turn in range(2):
        rates(party, capability, **BOTH)

    assert [row[:2] for row in stored()] == [
        ("demand", "before"),
        ("demand", "after"),
        ("supply", "before"),
        ("supply", "after"),
    ]


def test_a_score_is_taken_back_by_saying_nothing(party, capability):
    rates(party, capability, **BOTH)

    rates(party, capability, **{"before-score": "1", "before-reason": "No plan."})

    assert stored() == [("demand", "before", 1, "No plan.")]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"after-score": "3"}, "what shows it"),
        ({"after-reason": "Two plans."}, "Choose one of the four"),
        ({"after-score": "5", "after-reason": "Two plans."}, "not one of the available choices"),
        ({"after-score": "NaN", "after-reason": "Two plans."}, "not one of the available choices"),
        ({"after-score": "3", "after-reason": "x" * 501}, "at most 500"),
        ({"after-score": "3", "after-reason": "a\x00b"}, "NUL"),
    ],
)
def test_scores_that_cannot_be_taken_are_said_and_stay_in_their_boxes(party, capability, typed, message):
    answer = rates(party, capability, **typed)

    form = answer.context["form"]
    assert (answer.status_code, message in answer.content.decode(), stored()) == (200, True, [])
    assert {name: form[name].value() for name in typed} == typed


def test_who_rates_second_on_a_side_reads_the_first(party, capability):
    seen = party.get(page("capability_rate", capability.partnership, capability.pk)).context["seen"]
    rates(party, capability, **BOTH)

    late = rates(party, capability, seen=seen, **(BOTH | {"after-score": "4", "after-reason": "They teach it."}))
    again = rates(party, capability, seen=late.context["seen"], **(BOTH | {"after-score": "4"}))

    told = late.content.decode()
    assert (late.status_code, "Two plans since." in told, "They teach it." in told) == (409, True, True)
    assert (again.status_code, stored()[1][2]) == (302, 4)


def test_words_that_somebody_else_saved_meanwhile_are_shown_beside_the_own(party, capability):
    address = page("capability_edit", capability.partnership, capability.pk)
    read = party.get(address).context["read"].isoformat()
    party.post(address, NAMED | {"title": "Plan by risk", "read": read})

    late = party.post(address, NAMED | {"title": "Plan audits", "read": read})

    told = late.content.decode()
    assert (late.status_code, "Plan by risk" in told, "Plan audits" in told) == (409, True, True)


@pytest.mark.parametrize("read", ["", "yesterday", "2026-13-45T00:00:00+00:00"])
def test_a_form_that_does_not_say_what_it_read_overwrites_nothing(party, capability, read):
    address = page("capability_edit", capability.partnership, capability.pk)

    assert party.post(address, NAMED | {"title": "Other", "read": read}).status_code == 409


def test_gaps_are_drawn_with_their_table(partnership, capability, speakers):
    for side, moment, score in (("demand", "before", 1), ("demand", "after", 4), ("supply", "after", 2)):
        scored(capability, side, moment, score)

    shown = shown_to(partnership, speakers[Side.DEMAND])

    assert [chart.table().rows for chart in shown.charts] == [
        [["Plan an audit by risk", "1", "–", "–"]],
        [["Plan an audit by risk", "4", "2", "2"]],
    ]
    assert shown.rated[0].latest_gap == 2


def test_an_ability_is_shown_to_all_once_both_sides_agree_to_words_and_scores(client, capability, speakers):
    scored(capability, "demand", "after", 3)
    for person in speakers.values():
        agree_to_open(item=capability, to=Visibility.PUBLIC, revision=revision_of(capability), by=person)
    public = client.get(page("capabilities", capability.partnership)).context["shown"].rated

    client.force_login(speakers[Side.SUPPLY])
    rates(client, capability, **BOTH)
    capability.refresh_from_db()

    assert ([each.capability.pk for each in public], capability.visibility) == ([capability.pk], "parties")
    assert PartConsent.objects.count() == 2


def test_whoever_agrees_to_show_it_reads_the_scores_over(party, capability):
    scored(capability, "supply", "after", 2, "We still read each plan.")

    page = party.get(
        reverse("partnerships:share_part", args=[capability.partnership.slug, "capability", capability.pk])
    )

    assert "2: With a peer beside. We still read each plan." in page.content.decode()


def test_other_words_are_for_the_parties_again(party, capability):
    Capability.objects.update(visibility=Visibility.PUBLIC)
    address = page("capability_edit", capability.partnership, capability.pk)
    read = party.get(address).context["read"].isoformat()

    party.post(address, NAMED | {"title": "Plan by risk", "read": read})

    assert list(Capability.objects.values_list("title", "visibility")) == [("Plan by risk", "parties")]


def test_what_the_parties_alone_see_can_be_removed(party, capability):
    party.post(page("capability_remove", capability.partnership, capability.pk))

    assert Capability.objects.count() == 0


def test_what_is_shown_has_to_be_taken_back_first(party, capability):
    Capability.objects.update(visibility=Visibility.PUBLIC)

    assert party.post(page("capability_remove", capability.partnership, capability.pk)).status_code == 403


@pytest.mark.parametrize(
    ("who", "read", "write"),
    [("speaker", 200, 200), ("staff", 200, 403), ("member", 404, 404), ("secretariat", 404, 404), ("nobody", 404, 302)],
)
@pytest.mark.parametrize("action", ["capability_edit", "capability_rate", "capability_remove"])
def test_who_speaks_for_a_side_writes_and_the_parties_read(client, capability, speakers, action, who, read, write):
    people = {
        "speaker": lambda: speakers[Side.SUPPLY],
        "staff": lambda: member_of(capability.partnership.members.first().institution, role="staff"),
        "member": UserFactory,
        "secretariat": lambda: UserFactory(role="administrator"),
    }
    if who != "nobody":
        client.force_login(people[who]())

    seen = client.get(page("capabilities", capability.partnership)).context["shown"].rated
    answer = client.get(page(action, capability.partnership, capability.pk))

    assert (200 if seen else 404, answer.status_code) == (read, write)


def test_a_record_one_may_not_see_has_no_such_page(client, partnership):
    Partnership.objects.update(visibility=Visibility.PARTIES, standing="one_side")

    assert client.get(page("capabilities", partnership)).status_code == 404


@pytest.mark.parametrize("name", ["capabilities", "partnership"])
def test_ten_abilities_cost_as_many_queries_as_one(party, capability, django_assert_max_num_queries, name):
    address = page(name, capability.partnership)
    scored(capability, "demand", "after", 3)
    party.get(address)
    with django_assert_max_num_queries(60) as captured:
        party.get(address)
    alone = len(captured)
    for number in range(9):
        other = Capability.objects.create(partnership=capability.partnership, **(NAMED | {"title": f"Other {number}"}))
        scored(other, "supply", "before", 2)

    with django_assert_max_num_queries(alone):
        party.get(address)
