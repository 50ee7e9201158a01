"""A contact without an account says by a signed link what became of outcomes."""

import re

import pytest

from community.merging import merge_institutions
from community.services import anonymise
from core.models import Visibility
from partnerships.models import Partnership
from partnerships.models.choices import Side
from results import personal_data
from results.follow_ups.asking import AGAIN, PURPOSE, ask_follow_ups, remind_follow_ups
from results.follow_ups.links import LINK, LINK_AGAIN
from results.models import FollowUp, FollowUpAnswer, FollowUpLink
from results.services.follow_ups import LinkClosed, answer_by_link, mark_of
from tests.events.at_once import at_once
from tests.factories import (
    HarvestedOutcomeFactory,
    InstitutionFactory,
    UserFactory,
    partnership_between,
)
from tests.results.follow_up_asked import KOFI, ON, address, answer, contact_of, later, sealed, speaker, typed
from tests.scanned_links import links_of, opened_often
from tests.stored import hash_of_all_tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    return partnership_between(stage="closed", actual_end="2024-03-31")


@pytest.fixture
def outcome(partnership):
    return HarvestedOutcomeFactory(partnership=partnership, what_changed="The court publishes its reports")


@pytest.fixture
def link(partnership, outcome):
    contact_of(partnership)
    ask_follow_ups(on=ON)
    return FollowUpLink.objects.get()


# --- The page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_page_shows_the_outcomes_and_chooses_nothing(client, link, language):
    response = client.get(address(link, language))

    page = response.content.decode()
    assert (response.status_code, "The court publishes its reports" in page) == (200, True)
    assert re.search(r"<input[^>]* checked", page) is None
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex, nofollow", "no-store, private")


def test_an_answer_is_read_back_and_stored_with_who_gave_it(client, outcome, link):
    page = client.post(address(link), typed(link) | {"do": "check"})
    before = FollowUpAnswer.objects.count()
    client.post(address(link), sealed(page))

    said = FollowUpAnswer.objects.get()
    assert ("Nothing is stored yet" in page.content.decode(), before) == (True, 0)
    assert (said.outcome, said.side, said.sustained, said.by_name, said.link, said.answered_by) == (
        *(outcome, "supply", "lost", "Kofi Annan"),
        *(link, None),
    )


def test_the_outcome_says_that_it_came_by_a_link(client, outcome, link):
    answer(client, link)

    page = client.get(outcome.get_absolute_url()).content.decode()
    assert ("The law was repealed." in page, "by a signed link" in page, "Kofi Annan" in page) == (True, True, False)


BAD = {
    "nothing said": ({"sustained": "", "note": ""}, "Say of one outcome at least"),
    "not a choice": ({"sustained": "perhaps"}, "Select a valid choice"),
    "nothing shows it": ({"note": " \n"}, "Say in a sentence what shows it"),
    "no name": ({"name": ""}, "Write your name"),
    "every box filled": ({"website": "https://spam.example"}, "programs do"),
}


@pytest.mark.parametrize(("more", "message"), BAD.values(), ids=BAD)
def test_bad_input_is_told_and_stores_nothing(client, link, more, message):
    page = client.post(address(link), typed(link, **more) | {"do": "check"}).content.decode()

    assert (message in page, 'name="sealed"' in page) == (True, False)


def test_used_twice_it_says_what_was_said(client, link):
    answer(client, link)
    page, second = client.get(address(link)), client.post(address(link), typed(link) | {"do": "check"})

    assert (page.status_code, second.status_code, FollowUpAnswer.objects.count()) == (200, 409, 1)
    assert ("The law was repealed." in page.content.decode(), "Kofi Annan" in page.content.decode()) == (True, True)


def test_the_links_of_colleagues_are_answered_with_it(client, partnership, outcome):
    for email in (KOFI, "yaa@offers.example"):
        contact_of(partnership, email=email)
    ask_follow_ups(on=ON)
    first, second = FollowUpLink.objects.order_by("pk")
    answer(client, first)

    assert "The law was repealed." in client.get(address(second)).content.decode()
    assert not FollowUpLink.objects.open().exists()


def test_what_another_of_the_side_said_meanwhile_is_shown_and_nothing_is_lost(client, outcome, link):
    page = client.post(address(link), typed(link) | {"do": "check"})
    FollowUpAnswer.objects.create(
        follow_up=link.follow_up, outcome=outcome, side="supply", sustained="partly", note="In two regions."
    )
    response = client.post(address(link), sealed(page))

    text = response.content.decode()
    assert response.status_code == 409
    assert ("In two regions." in text, "The law was repealed." in text) == (True, True)


def test_after_a_year_it_offers_a_new_one_and_that_answers(client, link):
    with later(52):
        late = client.post(address(link), typed(link) | {"do": "check"})
        page = client.get(address(link)).content.decode()
        client.post(address(link), {"do": "renew"})
        unasked = FollowUpLink.objects.count()
        for _turn in range(2):
            client.post(address(link), {"do": "renew", "wanted": "on", "website": ""})
        [renewed] = FollowUpLink.objects.open()
        answer(client, renewed)

    assert (late.status_code, "Send a new link" in page, unasked) == (409, True, 1)
    assert (renewed.address, FollowUpAnswer.objects.get().link) == (KOFI, renewed)


def test_other_sides_and_the_secretariat_are_turned_away(client, partnership, link):
    statuses = [client.get(address(link)[:-3] + "xx/").status_code]
    for person in (speaker(partnership), UserFactory(role="editor")):
        client.force_login(person)
        statuses.append(client.get(address(link)).status_code)
    client.logout()
    Partnership.objects.update(visibility=Visibility.PRIVATE)

    assert [*statuses, client.get(address(link)).status_code] == [404, 403, 404, 410]


def test_a_party_that_left_answers_no_longer(client, partnership, link):
    partnership.members.filter(side=Side.SUPPLY).update(side="funder")

    assert client.post(address(link), typed(link) | {"do": "check"}).status_code == 410


def test_the_page_costs_as_many_queries_for_ten_outcomes_as_for_one(
    client, partnership, link, django_assert_max_num_queries
):
    client.get(address(link))
    with django_assert_max_num_queries(40) as captured:
        client.get(address(link))
    alone = len(captured)
    for number in range(1000, 1010):
        HarvestedOutcomeFactory(partnership=partnership, number=number)

    with django_assert_max_num_queries(alone):
        client.get(address(link))


@pytest.mark.parametrize("purpose", [PURPOSE, AGAIN, LINK, LINK_AGAIN])
def test_scanners_change_nothing(client, settings, partnership, link, purpose):
    settings.ALLOWED_HOSTS = ["*"]
    FollowUp.objects.update(asked_at=None)
    speaker(partnership)
    ask_follow_ups(on=ON)
    with later(3):
        remind_follow_ups()
    links = links_of(purpose, settings.BASE_URL)
    before = hash_of_all_tables()
    answers = opened_often(client, links)
    for each in (link for link in links if "/mail/" not in link):
        page = client.get(each, follow=True).content.decode()
        filled_in = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page))
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        unchosen = {name: text for name, text in filled_in.items() if not name.startswith("sustained-")}
        for filled in ({}, hidden, unchosen):
            assert client.post(each, filled).status_code < 500

    assert len(links) > 1
    assert [link for link, statuses in answers.items() if max(statuses) >= 500] == []
    assert hash_of_all_tables() == before


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one(partnership, outcome):
    contact_of(partnership)
    ask_follow_ups(on=ON)
    link = FollowUpLink.objects.get()

    def say(word):
        seen = mark_of(link.follow_up, link.side)
        said = {outcome.pk: (word, "So.")}
        return lambda: answer_by_link(link=link, said=said, seen=seen, name="Kofi Annan")

    done = at_once(say("lost"), say("partly"), say("lost"))

    assert [type(each) for each in done if isinstance(each, Exception)] == [LinkClosed] * 2
    assert FollowUpAnswer.objects.count() == 1


# --- What is kept of a person ---------------------------------------------------------------------------


def test_what_is_kept_is_told_and_erased_and_the_answer_stays(client, link):
    answer(client, link)
    person = UserFactory(email=KOFI)
    told = personal_data.tell(person)
    anonymise(user=person, by=UserFactory(role="administrator"))

    said = FollowUpAnswer.objects.select_related("link").get()
    assert [each["name"] for each in told["asked_what_became_of_outcomes"]] == ["Kofi Annan"]
    assert [each["sustained"] for each in told["became_of_outcomes"]] == ["lost"]
    assert (said.by_name, said.by_title, said.sustained, said.link.is_reachable) == ("", "", "lost", False)
    assert client.get(address(link)).status_code == 200


def test_an_institution_that_is_merged_keeps_its_link(link):
    keep = InstitutionFactory(country=link.institution.country)
    merge_institutions(keep=keep, drop=link.institution, by=UserFactory(role="administrator"))

    assert FollowUpLink.objects.get().institution == keep
