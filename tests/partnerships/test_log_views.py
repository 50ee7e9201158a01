"""The pages of logging a partnership: who may, what is kept, what is answered to what."""

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Visibility
from mail.models import Message
from partnerships.models import Partnership
from tests.factories import CountryFactory, InstitutionFactory, UserFactory, member_of, partnership_between
from tests.partnerships import typed

pytestmark = pytest.mark.django_db
CREATE = "/en/partnerships/new/"
STEPS = ["problem", "asked", "offered", "plan", "results", "check"]


@pytest.fixture
def asker():
    return InstitutionFactory(name="National Statistical Office", country=CountryFactory(iso2="MW"))


@pytest.fixture
def author(asker):
    return member_of(asker)


@pytest.fixture
def draft(asker, author):
    return partnership_between(
        demand=asker,
        visibility=Visibility.PRIVATE,
        standing="one_side",
        created_by=author,
        problem="It comes late.",
        source_url="",
    )


def url(partnership, step):
    return reverse("partnerships:edit_step", args=[partnership.slug, step])


def people(asker):
    """One person for each column of the access matrix."""
    donor = InstitutionFactory(kind="donor")
    return {
        "anon": None,
        "pend": UserFactory(),
        "mem": member_of(InstitutionFactory(), role="staff"),
        "gov": member_of(InstitutionFactory()),
        "don": member_of(donor, role="staff"),
        "ed": UserFactory(role="editor"),
        "adm": UserFactory(role="administrator"),
    }


def as_person(client, person):
    if person:
        client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("who", "status"),
    [("anon", 302), ("pend", 403), ("mem", 403), ("gov", 200), ("don", 200), ("ed", 200), ("adm", 200)],
)
def test_partnership_create_by_role(client, asker, who, status):
    as_person(client, people(asker)[who])

    assert client.get(CREATE).status_code == status
    assert (client.post(CREATE, typed.start()).status_code == 302) is (status in (200, 302))
    assert Partnership.objects.exists() is (status == 200)


def test_anonymous_visitors_come_back_after_logging_in(client):
    assert client.get(CREATE).url == f"/accounts/login/?next={CREATE}"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("who", ["pend", "mem", "gov", "don", "ed", "adm"])
def test_draft_of_another_is_as_if_it_were_not_there(client, asker, draft, who, step):
    as_person(client, people(asker)[who])

    missing = client.get(f"/en/partnerships/no-such-record/edit/{step}/")
    there = client.get(url(draft, step))

    assert (there.status_code, missing.status_code) == (404, 404)
    assert client.post(url(draft, step), typed.problem(draft)).status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_anonymous_visitors_log_in_first_whatever_is_there(client, draft, step):
    assert client.get(url(draft, step)).status_code == 302
    assert client.get(f"/en/partnerships/no-such-record/edit/{step}/").status_code == 302


@pytest.mark.parametrize(
    ("who", "status"), [("pend", 403), ("mem", 403), ("gov", 403), ("don", 403), ("ed", 200), ("adm", 200)]
)
def test_public_record_is_edited_by_parties_and_the_secretariat(client, asker, who, status):
    public = partnership_between(demand=asker)
    as_person(client, people(asker)[who])

    assert client.get(url(public, "problem")).status_code == status
    assert Client().get(url(public, "problem")).status_code == 302


def test_author_and_focal_points_of_both_sides_edit_a_submitted_record(client, asker):
    other = InstitutionFactory(country=CountryFactory(north=True))
    shown = partnership_between(demand=asker, supply=other, visibility=Visibility.PARTIES, standing="one_side")

    for person in (member_of(asker), member_of(other)):
        client.force_login(person)
        assert client.get(url(shown, "plan")).status_code == 200
    client.force_login(member_of(other, role="staff"))
    assert client.get(url(shown, "plan")).status_code == 403


@pytest.mark.parametrize("step", STEPS)
def test_every_step_opens(client, author, draft, step):
    client.force_login(author)

    assert client.get(url(draft, step)).status_code == 200


def test_start_makes_a_private_draft_and_goes_on(client, author):
    client.force_login(author)

    answer = client.post(CREATE, typed.start())

    draft = Partnership.objects.get()
    assert (draft.visibility, draft.standing, draft.created_by) == (Visibility.PRIVATE, "one_side", author)
    assert [m.institution.name for m in draft.members.all()] == ["National Statistical Office"]
    assert answer.url == url(draft, "offered")


def test_start_sent_twice_gives_the_same_record_and_the_same_place(client, author):
    client.force_login(author)
    data = typed.start()

    first, second = client.post(CREATE, data), client.post(CREATE, data)

    assert (first.url, Partnership.objects.count()) == (second.url, 1)


def test_start_cannot_set_what_nobody_is_asked(client, author):
    client.force_login(author)
    more = {"visibility": "public", "standing": "public_source", "created_by": "1", "is_demo": "on", "stage": "closed"}

    client.post(CREATE, typed.start() | more)

    made = Partnership.objects.get()
    assert (made.visibility, made.standing, made.created_by, made.is_demo, made.stage) == (
        Visibility.PRIVATE,
        "one_side",
        author,
        False,
        "unknown",
    )


def test_start_keeps_what_was_typed_when_something_is_wrong(client, author):
    client.force_login(author)

    page = client.post(CREATE, typed.start("Nobody Has Heard Of It")).content.decode()

    assert "The business survey comes three years late." in page
    assert 'value="Nobody Has Heard Of It"' in page
    assert "Add “Nobody Has Heard Of It” as new" in page
    assert not Partnership.objects.exists()


def test_start_shows_ones_own_drafts_only(client, author, draft):
    partnership_between(
        visibility=Visibility.PRIVATE, standing="one_side", title="Of another", created_by=UserFactory()
    )
    client.force_login(author)

    page = client.get(CREATE).content.decode()

    assert draft.title in page
    assert "Of another" not in page


@pytest.mark.parametrize("pasted", ["SE-0-1", "https://example.org/page/", "/en/partnerships/{slug}/", "{slug}"])
def test_start_finds_the_record_behind_an_identifier_or_address(client, author, pasted):
    known = partnership_between(title="Known one", iati_identifier="SE-0-1", source_url="https://example.org/page")
    client.force_login(author)

    page = client.get(CREATE, {"known": pasted.format(slug=known.slug)}).content.decode()

    assert f"{CREATE}?from={known.slug}" in page


def test_start_does_not_find_what_one_may_not_see(client, author):
    partnership_between(visibility=Visibility.PARTIES, standing="one_side", iati_identifier="SE-0-1", title="Hidden")
    client.force_login(author)

    page = client.get(CREATE, {"known": "SE-0-1"}).content.decode()

    assert "We hold no record" in page
    assert "Hidden" not in page


def test_start_takes_over_the_answers_of_a_known_record(client, author, asker):
    known = partnership_between(demand=asker, problem="As before", actual_start="2019", iati_identifier="SE-0-1")
    client.force_login(author)

    page = client.get(CREATE, {"from": known.slug}).content.decode()
    client.post(CREATE, typed.start(problem="As before") | {"from": known.slug})

    made = Partnership.objects.get(created_by=author)
    assert "As before" in page
    assert (made.actual_start, made.iati_identifier, made.members.count()) == ("2019", "", 2)


@pytest.mark.parametrize("slug", ["\x00", "../../etc", "a" * 5000, "‮"])
def test_start_from_a_broken_address_is_an_ordinary_start(client, author, slug):
    client.force_login(author)

    answer = client.post(CREATE, typed.start() | {"from": slug})

    assert answer.status_code == 302


def test_start_takes_over_nothing_from_a_hidden_record(client, author):
    hidden = partnership_between(visibility=Visibility.PARTIES, standing="one_side", problem="A secret")
    client.force_login(author)

    page = client.get(CREATE, {"from": hidden.slug}).content.decode()

    assert "A secret" not in page


@pytest.mark.parametrize(
    ("then", "place"),
    [
        ("continue", "results"),
        ("back", "offered"),
        ("", "results"),
        ("add-activities", "plan"),
        ("add-\r\nX: y", "results"),
    ],
)
def test_each_step_saves_and_goes_where_the_button_says(client, author, draft, then, place):
    client.force_login(author)

    answer = client.post(url(draft, "plan"), typed.plan(draft, kind="twinning", then=then))

    draft.refresh_from_db()
    assert draft.kind == "twinning"
    assert answer.url.startswith(url(draft, place))


def test_finish_later_saves_and_shows_the_drafts(client, author, draft):
    client.force_login(author)

    answer = client.post(url(draft, "results"), typed.results(draft, summary="So far", then="later"), follow=True)

    draft.refresh_from_db()
    assert draft.summary == "So far"
    assert "Saved. You can go on whenever you like." in answer.content.decode()
    assert draft.title in answer.content.decode()


def test_second_tab_gets_both_texts_and_loses_neither(client, author, draft):
    client.force_login(author)
    first = typed.problem(draft, problem="From the first tab")
    second = typed.problem(draft, problem="From the second tab")

    client.post(url(draft, "problem"), first)
    page = client.post(url(draft, "problem"), second)

    text = page.content.decode()
    assert page.status_code == 409
    assert ("From the first tab" in text, "From the second tab" in text) == (True, True)
    draft.refresh_from_db()
    assert draft.problem == "From the first tab"


@pytest.mark.parametrize(("choice", "kept"), [("typed", "From the second tab"), ("stored", "From the first tab")])
def test_second_tab_chooses_and_saves(client, author, draft, choice, kept):
    client.force_login(author)
    client.post(url(draft, "problem"), typed.problem(draft, problem="From the first tab"))
    second = typed.problem(draft, problem="From the second tab")
    page = client.post(url(draft, "problem"), second)
    version = page.context["form"]["version"].value()

    answer = client.post(url(draft, "problem"), second | {"version": version, "keep-problem": choice})

    draft.refresh_from_db()
    assert (answer.status_code, draft.problem) == (302, kept)


def test_second_tab_is_offered_what_is_stored_where_it_changed_nothing(client, author, draft):
    client.force_login(author)
    read = client.get(url(draft, "problem")).context["read"]
    client.post(url(draft, "problem"), typed.problem(draft, title="A better title"))

    page = client.post(url(draft, "problem"), typed.problem(draft, problem="Another problem", read=read))

    assert {w["name"]: w["is_mine"] for w in page.context["wordings"]} == {"problem": True, "title": False}


def test_step_sent_twice_is_saved_once(client, author, draft):
    client.force_login(author)
    data = typed.offered(draft, "Institution nobody knows") | {
        "supply-0-asked": "Institution nobody knows",
        "supply-0-choice": "new",
        "supply-0-country": "MW",
    }

    first, second = client.post(url(draft, "offered"), data), client.post(url(draft, "offered"), data)

    draft.refresh_from_db()
    assert (first.url, second.url) == (url(draft, "plan"), url(draft, "plan"))
    assert (draft.version, draft.members.filter(side="supply").count()) == (2, 1)


def test_stage_that_needs_both_sides_is_refused_by_its_field(client, author, draft):
    draft.members.filter(side="supply").delete()
    client.force_login(author)

    page = client.post(url(draft, "plan"), typed.plan(draft, stage="exchanging")).content.decode()

    assert "Before exchanges begin, name one institution that asks and one that offers" in page
    draft.refresh_from_db()
    assert draft.stage == "unknown"


def test_errors_are_counted_in_the_steps_and_take_the_focus(client, author, draft):
    client.force_login(author)
    wrong = {"actual_start_year": "2024", "actual_end_year": "2023"}

    page = client.post(url(draft, "plan"), typed.plan(draft, **wrong)).content.decode()

    assert '<div class="error-box" role="alert" tabindex="-1" autofocus>' in page
    assert '<a href="#id_actual_end_0">The end date must be after 2024</a>' in page
    assert "1 to fix" in page


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_broken_version_is_no_way_around_the_check(client, author, draft, version):
    client.force_login(author)

    answer = client.post(url(draft, "problem"), typed.problem(draft, problem="New") | {"version": version})

    draft.refresh_from_db()
    assert (answer.status_code in (200, 409), draft.problem) == (True, "It comes late.")


@pytest.mark.parametrize(
    "more",
    [
        {"supply-TOTAL_FORMS": "x"},
        {"supply-TOTAL_FORMS": "100000"},
        {"supply-0-institution": "9" * 30},
        {"supply-0-institution": "1; DROP TABLE"},
        {"supply-0-choice": "9" * 15, "supply-0-asked": "Someone else"},
        {"supply-0-name": "\x00"},
        {"supply-0-name": "'; DROP TABLE--"},
        {"supply-0-name": "%" * 250},
        {"supply-0-name": "a" * 300_000},
        {"supply-0-name": "\ud83c\udf89".encode("utf-16", "surrogatepass").decode("utf-16")},
        {"supply-0-country": "XX"},
        {"why_this_peer": "a" * 700},
    ],
)
def test_bad_input_is_answered_by_a_page_and_changes_nothing(client, author, draft, more):
    client.force_login(author)

    answer = client.post(url(draft, "offered"), typed.offered(draft, "Someone else") | more)

    assert answer.status_code == 200
    assert answer.context["form"].forms[0].is_bound
    draft.refresh_from_db()
    assert (draft.version, draft.members.count()) == (1, 2)


def test_ten_megabytes_of_text_are_refused_beside_the_field_and_kept_in_it(client, author, draft):
    client.force_login(author)

    answer = client.post(url(draft, "problem"), typed.problem(draft, problem="a" * 10_000_000))

    assert list(answer.context["form"].errors) == ["problem"]
    assert len(answer.context["form"]["problem"].value()) == 10_000_000
    draft.refresh_from_db()
    assert draft.problem == "It comes late."


def test_more_than_the_portal_reads_gets_our_page(author, draft):
    client = Client(raise_request_exception=False)
    client.force_login(author)

    answer = client.post(url(draft, "problem"), typed.problem(draft, problem="a" * 12_500_000))

    assert answer.status_code == 400
    assert "too long" in answer.content.decode()


def test_check_says_everything_in_plain_words(client, author, draft):
    Partnership.objects.filter(pk=draft.pk).update(actual_start="2024-03", kind="twinning", languages=["en", "fr"])
    client.force_login(author)

    page = client.get(url(draft, "check")).content.decode()

    for words in ("It comes late.", "National Statistical Office", "March 2024", "Twinning", "English, French"):
        assert words in page
    assert f'href="{url(draft, "plan")}"' in page


def test_submit_twice_is_one_record_one_mail_and_the_same_place(client, author, draft):
    member_of(draft.members.get(side="supply").institution)
    client.force_login(author)

    first = client.post(url(draft, "check"), {"version": 1})
    second = client.post(url(draft, "check"), {"version": 1})

    draft.refresh_from_db()
    who_can_confirm = reverse("partnerships:ask", args=[draft.slug])
    assert (first.url, second.url) == (who_can_confirm, who_can_confirm)
    assert (draft.visibility, Message.objects.count()) == (Visibility.PARTIES, 1)


def test_submit_asks_a_stranger_to_the_record_for_their_part(client, asker):
    donor = member_of(InstitutionFactory(name="A donor", kind="donor"), role="staff")
    draft = partnership_between(demand=asker, visibility=Visibility.PRIVATE, standing="one_side", created_by=donor)
    client.force_login(donor)

    refused = client.post(url(draft, "check"), {"version": 1})
    client.post(url(draft, "check"), {"version": 1, "own_part": "broker"})

    assert "What part does your own institution play?" in refused.content.decode()
    assert [m.institution.name for m in draft.members.filter(side="broker")] == ["A donor"]


def test_only_the_secretariat_publishes_from_a_source(client, asker, author, draft):
    Partnership.objects.filter(pk=draft.pk).update(source_url="https://example.org/x")
    client.force_login(author)

    client.post(url(draft, "check"), {"version": 1, "from_source": "yes"})

    draft.refresh_from_db()
    assert (draft.visibility, draft.standing) == (Visibility.PARTIES, "one_side")


def test_the_secretariat_publishes_from_a_source(client, asker):
    editor = UserFactory(role="editor")
    draft = partnership_between(demand=asker, visibility=Visibility.PRIVATE, standing="one_side", created_by=editor)
    client.force_login(editor)

    client.post(url(draft, "check"), {"version": 1, "from_source": "yes"})

    draft.refresh_from_db()
    assert (draft.visibility, draft.standing) == (Visibility.PUBLIC, "public_source")


def test_similar_records_are_shown_among_those_one_may_see(client, author, draft):
    supply = draft.members.get(side="supply").institution
    asker = draft.members.get(side="demand").institution
    partnership_between(demand=asker, supply=supply, title="An earlier phase")
    partnership_between(
        demand=InstitutionFactory(), title=draft.title, visibility=Visibility.PARTIES, standing="one_side", summary="s"
    )
    client.force_login(author)

    page = client.get(url(draft, "offered"))

    assert [each.title for each in page.context["similar"]] == ["An earlier phase"]


@pytest.mark.parametrize("name", ["problem", "plan", "check"])
def test_steps_cost_the_same_for_one_row_and_for_ten(client, author, draft, django_assert_max_num_queries, name):
    for _number in range(10):
        draft.members.create(institution=InstitutionFactory(), side="funder")
        draft.activity_set.create(kind="visit", title="Visit", starts_on="2026-03-09")
    client.force_login(author)

    with django_assert_max_num_queries(45):
        client.get(url(draft, name))
