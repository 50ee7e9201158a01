"""The groups of an event: made, changed, filled and read."""

import pytest
from django.urls import reverse

from community.models import Profile
from events.models import BreakoutGroup, BreakoutNote, BreakoutPlace, DiscussionQuestion
from events.own_group import group_of
from events.services.groups import CannotGroup, edit_group, move_group, remove_group
from events.services.placing import make_groups, place_by_hand, place_rest
from tests.factories import InstitutionFactory, LearningEventFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return UserFactory()


@pytest.fixture
def event(host):
    return LearningEventFactory(organiser=host)


@pytest.fixture
def signed_in(client, host):
    client.force_login(host)
    return client


def group_in(event, topic="Trust", **fields):
    return BreakoutGroup.objects.create(event=event, topic=topic, position=event.breakout_groups.count() + 1, **fields)


def people_at(event, count, **fields):
    return [RegistrationFactory(event=event, **fields) for _ in range(count)]


def places(event):
    return dict(BreakoutPlace.objects.filter(group__event=event).values_list("registration", "group"))


def at(event, name="groups", *more):
    return reverse(f"events:{name}", args=[event.slug, *more])


def typed(**answers):
    return {"topic": "Trust", "languages": ["en"], "places": "", "notes_for": "participants"} | answers


def test_host_adds_a_group_with_what_it_is_about(signed_in, event):
    question = DiscussionQuestion.objects.create(event=event, text="What builds trust?")
    ama = RegistrationFactory(event=event)

    signed_in.post(at(event, "add_group"), typed(question=question.pk, places="12", facilitator=ama.pk))

    group = event.breakout_groups.get()
    assert (group.topic, group.question, group.languages, group.places) == ("Trust", question, ["en"], 12)
    assert places(event) == {ama.pk: group.pk}


def test_group_sent_twice_is_one(signed_in, event):
    for _ in range(2):
        signed_in.post(at(event, "add_group"), typed())

    assert event.breakout_groups.count() == 1


@pytest.mark.parametrize("wrong", ["0", "-1", "1.5", "2147483648", "many"])
def test_wrong_places_get_a_message_and_keep_what_was_typed(signed_in, event, wrong):
    page = signed_in.post(at(event, "add_group"), typed(topic="Trust and time", places=wrong))

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["places"]
    assert page.context["form"]["topic"].value() == "Trust and time"


@pytest.mark.parametrize("topic", ["", "…", "a" * 201, "Trust \u202egnp"])
def test_wrong_topic_gets_a_message(signed_in, event, topic):
    page = signed_in.post(at(event, "add_group"), typed(topic=topic))

    assert list(page.context["form"].errors) == ["topic"]


def test_only_people_with_a_place_lead_a_group(signed_in, event):
    waiting = RegistrationFactory(event=event, status="waitlisted")
    elsewhere = RegistrationFactory()

    pages = [signed_in.post(at(event, "add_group"), typed(facilitator=one.pk)) for one in (waiting, elsewhere)]

    assert [list(page.context["form"].errors) for page in pages] == [["facilitator"], ["facilitator"]]


def test_group_changed_meanwhile_comes_back_with_what_was_typed(signed_in, event):
    group = group_in(event)
    read = group.updated_at.isoformat()
    group.topic = "Trust and money"
    group.save()

    refused = signed_in.post(at(event, "edit_group", group.pk), typed(topic="Trust and time", read=read))
    again = refused.context["form"]["read"].value()
    kept = signed_in.post(at(event, "edit_group", group.pk), typed(topic="Trust and time", read=again))

    group.refresh_from_db()
    assert (refused.status_code, kept.status_code) == (409, 302)
    assert refused.context["form"]["topic"].value() == "Trust and time"
    assert group.topic == "Trust and time"


def test_groups_move_up_and_down(event):
    one, two, three = (group_in(event, topic) for topic in ("One", "Two", "Three"))

    move_group(group=three, earlier=True)
    move_group(group=one, earlier=True)

    assert list(event.breakout_groups.values_list("topic", flat=True)) == ["One", "Three", "Two"]
    assert two.position == 2


def test_group_with_notes_is_not_removed(event, host):
    group = group_in(event)
    BreakoutNote.objects.create(group=group, writer=host, text="We agreed.")

    with pytest.raises(CannotGroup):
        remove_group(group=group)

    assert event.breakout_groups.count() == 1


def test_removing_a_group_twice_is_said(signed_in, event):
    group = group_in(event)

    answers = [signed_in.post(at(event, "remove_group", group.pk)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert event.breakout_groups.count() == 0


def test_groups_of_a_cancelled_event_stay_as_they_are(signed_in, event):
    group_in(event)
    event.status = "cancelled"
    event.save()

    answer = signed_in.post(at(event, "add_group"), typed(topic="Late"))

    assert answer.status_code == 409
    assert event.breakout_groups.count() == 1


def test_colleagues_are_spread_and_the_draw_is_kept(event):
    groups = [group_in(event, topic) for topic in ("One", "Two", "Three")]
    for institution in (InstitutionFactory(), InstitutionFactory()):
        people_at(event, 3, institution=institution)

    make_groups(event=event, seed=42)
    first = places(event)
    make_groups(event=event, seed=7)
    make_groups(event=event, seed=42)

    event.refresh_from_db()
    assert (places(event), event.allocation_seed) == (first, 42)
    mixed = {group.pk: set(group.members.values_list("registration__institution", flat=True)) for group in groups}
    assert [len(institutions) for institutions in mixed.values()] == [2, 2, 2]


def test_profile_says_which_languages_and_else_the_letters(event):
    french, english = group_in(event, "Un", languages=["fr"]), group_in(event, "One", languages=["en"])
    ama, bo, chen = people_at(event, 3, language="en")
    Profile.objects.create(user=ama.user, languages=["fr"])
    Profile.objects.create(user=bo.user, languages=["vi"])

    made = make_groups(event=event, seed=1)

    assert places(event) == {ama.pk: french.pk, chen.pk: english.pk}
    assert made.left_out == {bo.pk: "language"}


def test_page_says_whose_language_no_group_has(signed_in, event):
    group_in(event, languages=["fr"])
    RegistrationFactory(event=event, language="ar", name="Chen")

    page = signed_in.get(at(event))

    assert [(row["registration"].name, row["why"]) for row in page.context["unplaced"]] == [("Chen", "language")]
    assert "No group has this person's language." in page.content.decode()


def test_latecomers_are_placed_and_nobody_moves(event):
    one, two = group_in(event, "One"), group_in(event, "Two")
    people_at(event, 4)
    make_groups(event=event, seed=3)
    before = places(event)
    late = people_at(event, 2)

    place_rest(event=event)

    after = places(event)
    assert {key: after[key] for key in before} == before
    assert sorted(after[person.pk] for person in late) == [one.pk, two.pk]


def test_who_cancels_leaves_the_group(signed_in, event):
    group_in(event)
    stays, leaves = people_at(event, 2)
    make_groups(event=event, seed=3)
    leaves.status = "cancelled"
    leaves.save()

    page = signed_in.get(at(event))
    make_groups(event=event)

    assert [row["pk"] for row in page.context["groups"][0]["members"]] == [stays.pk]
    assert group_of(leaves) is None
    assert list(places(event)) == [stays.pk]


def test_who_writes_for_a_group_sits_there_and_the_draw_is_still_to_be_made(signed_in, event):
    people = people_at(event, 5)
    signed_in.post(at(event, "add_group"), typed(topic="One", rapporteur=people[0].pk))
    signed_in.post(at(event, "add_group"), typed(topic="Two"))
    one, two = event.breakout_groups.all()

    page = signed_in.get(at(event))
    drawn = signed_in.post(at(event, "make_groups"), {}, follow=True)

    assert (page.context["balance"], len(page.context["unplaced"])) == (None, 4)
    assert page.content.decode().count(f'action="{at(event, "make_groups")}"') == 1
    assert [str(message) for message in drawn.context["messages"]] == ["5 people have a group."]
    assert drawn.context["balance"].placed == 5
    assert sorted(each.members.count() for each in (one, two)) == [2, 3]
    assert places(event)[people[0].pk] == one.pk


def test_who_wrote_for_a_group_before_the_draw_is_dealt_out_like_the_rest(signed_in, event):
    former, *others = people_at(event, 5)
    group = group_in(event, "One", rapporteur=former)
    group_in(event, "Two")
    group.rapporteur = others[0]
    edit_group(group=group, seen_at=group.updated_at)

    rooms = {make_groups(event=event, seed=seed).rooms[former.pk] for seed in range(1, 9)}

    assert rooms == set(event.breakout_groups.values_list("pk", flat=True))


def test_what_was_set_by_hand_stays(signed_in, event):
    one, two = group_in(event, "One"), group_in(event, "Two")
    people = people_at(event, 6)
    make_groups(event=event, seed=5)
    moved = next(person for person in people if places(event)[person.pk] == one.pk)

    signed_in.post(at(event, "place_by_hand"), {f"group-{moved.pk}": two.pk, f"was-{moved.pk}": one.pk})
    for seed in range(1, 6):
        make_groups(event=event, seed=seed)
        assert places(event)[moved.pk] == two.pk

    assert list(BreakoutPlace.objects.filter(by_hand=True).values_list("registration", flat=True)) == [moved.pk]


def test_who_was_moved_by_another_host_meanwhile_stays_there(event):
    one, two = group_in(event, "One"), group_in(event, "Two")
    (ama,) = people_at(event, 1, name="Ama")
    place_by_hand(event=event, wanted={ama.pk: (None, one.pk)})

    overtaken = place_by_hand(event=event, wanted={ama.pk: (None, two.pk)})

    assert overtaken == ["Ama"]
    assert places(event) == {ama.pk: one.pk}


def test_hand_placement_into_a_group_of_another_event_does_nothing(event):
    group_in(event)
    (ama,) = people_at(event, 1)

    place_by_hand(event=event, wanted={ama.pk: (None, group_in(LearningEventFactory()).pk)})

    assert places(event) == {}


@pytest.mark.parametrize("seed", ["0", "10000", "-3", "1.5", "x", "٣"])
def test_wrong_draw_number_is_said(signed_in, event, seed):
    group_in(event)

    page = signed_in.post(at(event, "make_groups"), {"seed": seed}, follow=True)

    assert [str(message) for message in page.context["messages"]] == ["A draw number is a whole number from 1 to 9999."]


def test_drawing_without_groups_is_said(signed_in, event):
    page = signed_in.post(at(event, "make_groups"), follow=True)

    assert [str(message) for message in page.context["messages"]] == ["Add a group first."]


def test_page_says_how_well_the_groups_mix(signed_in, event):
    group_in(event, "One")
    group_in(event, "Two")
    treasury = InstitutionFactory(name="Treasury")
    people_at(event, 4, institution=treasury, represents="government")
    make_groups(event=event, seed=1)

    page = signed_in.get(at(event)).content.decode()

    assert "Each group has 2 people." in page
    assert "No group has more than 2 people of one institution." in page
    assert "Partner governments · 2 in each group." in page


def test_own_group_is_found(event):
    group = group_in(event)
    (ama,) = people_at(event, 1)
    make_groups(event=event)

    assert group_of(ama) == group


@pytest.mark.parametrize("count", [1, 10])
def test_groups_page_asks_as_much_for_many(signed_in, event, count, django_assert_num_queries):
    for n in range(count):
        leads = RegistrationFactory(event=event, institution=InstitutionFactory())
        question = DiscussionQuestion.objects.create(event=event, text=f"Why {n}?")
        group_in(event, f"Group {n}", question=question, facilitator=leads, rapporteur=leads)
        people_at(event, 3, institution=InstitutionFactory())
    make_groups(event=event, seed=1)
    signed_in.get(at(event))

    with django_assert_num_queries(9):
        signed_in.get(at(event))


def test_event_page_leads_a_participant_to_their_group_and_counts_who_stays(client, event):
    group = group_in(event, places=5)
    ama, leaves = people_at(event, 2)
    make_groups(event=event)
    leaves.status = "cancelled"
    leaves.save()
    client.force_login(ama.user)

    page = client.get(event.get_absolute_url()).content.decode()

    assert f'href="{at(event, "group", group.pk)}"' in page
    assert "1 of 5 places" in page
