"""A piece is begun once, written without loss, and saved by one writer at a time."""

import re
import uuid
from datetime import date

import pytest
from django.urls import reverse

from community.models import User
from knowledge.models import Consent, Piece, Story, UnsavedText
from knowledge.models.choices import Decision, State
from knowledge.services.writing import create_piece
from partnerships.models import CriticalJuncture
from tests.factories.community import InstitutionFactory, MembershipFactory, SectorFactory, UserFactory
from tests.factories.knowledge import ChallengeFactory, MethodFactory, ResourceFactory, StoryFactory
from tests.factories.partnerships import partnership_between
from tests.knowledge.writing import draft, member, page_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    user = member()
    client.force_login(user)
    return user


def start(client, kind="story", **typed):
    data = {"title": "Audits that are followed", "language": "en", "creation_key": str(uuid.uuid4())}
    return client.post(reverse(f"knowledge:{kind}_new"), data | typed)


@pytest.mark.parametrize("kind", ["story", "method", "challenge"])
def test_a_title_makes_a_draft_of_its_author(client, author, kind):
    answer = start(client, kind)

    piece = Piece.objects.get()
    assert (piece.kind, piece.title, piece.slug, piece.state, piece.author) == (
        kind,
        "Audits that are followed",
        "audits-that-are-followed",
        State.DRAFT,
        author,
    )
    assert piece.institution_id in author.institution_ids
    assert answer["Location"] == reverse("knowledge:edit", args=[piece.slug])
    assert client.get(answer["Location"]).status_code == 200


def test_two_drafts_with_one_title_have_two_addresses(client, author):
    start(client)
    start(client)

    assert sorted(Piece.objects.values_list("slug", flat=True)) == [
        "audits-that-are-followed",
        "audits-that-are-followed-2",
    ]


def test_a_form_sent_twice_makes_one_draft(client, author):
    key = str(uuid.uuid4())
    start(client, creation_key=key)
    start(client, creation_key=key)

    assert Piece.objects.count() == 1


def test_a_title_without_letters_is_said_beside_the_field(client, author):
    answer = start(client, title="\u200b!?")

    assert answer.context["form"].errors["title"]
    assert Piece.objects.count() == 0


@pytest.mark.parametrize("title", ["🎉 1", "በኢትዮጵያ ያለን", "ماذا تعلمنا"])
def test_a_title_in_any_script_has_an_address(client, author, title):
    start(client, title=title)

    assert Piece.objects.get().title == title
    assert client.get(reverse("knowledge:edit", args=[Piece.objects.get().slug])).status_code == 200


def test_who_is_not_verified_does_not_begin(client):
    client.force_login(UserFactory())

    assert start(client).status_code == 403


def test_what_is_typed_is_stored_clean(client, author):
    story = draft(author)

    answer = send(client, story, title="Better", context="One.\n\nTwo <script>alert(1)</script>")

    assert answer.status_code == 302
    story.refresh_from_db()
    assert (story.title, story.context) == (
        "Better",
        "<p>One.</p><p>Two &lt;script&gt;alert(1)&lt;/script&gt;</p>",
    )
    assert (story.version, story.words) == (2, 8)


def test_a_story_needs_no_partnership(client, author):
    story = draft(author)

    assert send(client, story, partnerships="").status_code == 302
    assert list(story.parties.all()) == []


def test_both_sides_of_a_partnership_become_parties_after_those_named(client, author):
    demand, supply, named = InstitutionFactory(), InstitutionFactory(), InstitutionFactory()
    partnership = partnership_between(demand, supply, visibility="public")
    story = draft(author)

    send(client, story, partnerships=partnership.title, institutions=named.name)

    assert [party.institution for party in story.parties.all()] == [named, demand, supply]


def test_a_partnership_is_found_by_the_address_of_its_page(client, author):
    partnership = partnership_between(visibility="public")
    story = draft(author)

    send(client, story, partnerships=f"https://portal.example/en/partnerships/{partnership.slug}/")

    assert list(story.partnerships.all()) == [partnership]


@pytest.mark.parametrize("name", ["partnerships", "events", "rests_on", "institutions", "countries"])
def test_a_name_that_nothing_bears_is_said_beside_the_field_and_nothing_is_lost(client, author, name):
    story = draft(author)

    answer = send(client, story, **{name: "Nobody knows this", "context": "What I typed"})

    form = answer.context["form"]
    assert "Nobody knows this" in form.errors[name][0]
    assert form["context"].value() == "What I typed"


def test_a_partnership_that_the_writer_does_not_see_stays(client, author):
    hidden = partnership_between(visibility="parties")
    story = draft(author)
    story.partnerships.add(hidden)

    page = page_of(client, story)
    send(client, story, title="Another title")

    assert page["partnerships"] == ""
    assert list(story.partnerships.all()) == [hidden]


def test_evidence_themes_and_methods_are_tied(client, author):
    resource, method = ResourceFactory(title="A review"), MethodFactory(title="A visit")
    challenge = ChallengeFactory(author=author, state=State.DRAFT)

    send(client, challenge, rests_on="a review", methods="A visit", themes="audit, peer review, audit")

    assert list(challenge.rests_on.all()) == [resource]
    assert list(challenge.methods.all()) == [method]
    assert sorted(challenge.themes.names()) == ["audit", "peer review"]


def test_a_table_too_wide_to_read_is_refused_in_words(client, author):
    story = draft(author)

    answer = send(client, story, context="<table><tr>" + "<td>A</td>" * 5_000 + "</tr></table>")

    assert "5,000 columns" in answer.context["form"].errors["context"][0]


def test_200_kilobytes_from_word_are_saved(client, author):
    story = draft(author)
    pasted = '<p class=MsoNormal style="mso-x:y"><span lang=EN-GB>Words of it.</span><o:p></o:p></p>\n' * 2_500

    assert len(pasted) > 200_000
    assert send(client, story, context=pasted).status_code == 302
    story.refresh_from_db()
    assert story.context == "<p>Words of it.</p>" * 2_500


@pytest.mark.parametrize(("typed", "words"), [("A " * 110_000, "220,"), ("A" * 3_000_001, "Paste it in parts")])
def test_more_than_fits_is_said_and_kept_on_the_page(client, author, typed, words):
    story = draft(author)

    answer = send(client, story, context=typed)

    assert words in answer.context["form"].errors["context"][0]
    assert answer.context["form"]["context"].value() == typed


def test_who_saves_second_sees_both_texts_and_saves_again(client, author):
    story = draft(author, context="<p>The first text.</p>")
    mine = page_of(client, story) | {"context": "The text of mine."}
    send(client, story, context="The text of theirs.")

    refused = client.post(reverse("knowledge:edit", args=[story.slug]), mine)
    story.refresh_from_db()

    assert refused.status_code == 409
    assert story.context == "<p>The text of theirs.</p>"
    assert refused.context["form"]["context"].value() == "The text of mine."
    change = refused.context["meanwhile"][0]
    assert change.blocks == [[("same", "The text of "), ("gone", "theirs."), ("new", "mine.")]]
    again = mine | {"version": refused.context["form"]["version"].value()}
    assert client.post(reverse("knowledge:edit", args=[story.slug]), again).status_code == 302
    story.refresh_from_db()
    assert story.context == "<p>The text of mine.</p>"


def test_what_is_typed_is_kept_beside_the_piece_until_it_is_saved(client, author):
    story = draft(author, context="<p>Stored.</p>")
    typed = page_of(client, story) | {"context": "Typed."}
    address = reverse("knowledge:unsaved", args=[story.slug])

    answer = client.post(address, typed, headers={"accept": "application/json"})

    story.refresh_from_db()
    assert (answer.status_code, story.context) == (200, "<p>Stored.</p>")
    page = client.get(reverse("knowledge:edit", args=[story.slug]))
    assert page.context["unsaved"].content["context"] == "Typed."
    taken_up = client.get(reverse("knowledge:edit", args=[story.slug]) + "?unsaved=1")
    assert taken_up.context["form"]["context"].value() == "Typed."
    send(client, story)
    assert UnsavedText.objects.count() == 0


def test_what_is_ticked_and_chosen_is_kept_too(client, author):
    story = draft(author)
    sector, juncture = SectorFactory(), CriticalJuncture.objects.create(name="A drought", started_on=date(2024, 1, 1))
    address = reverse("knowledge:unsaved", args=[story.slug])
    chosen = {"sectors": [sector.pk], "junctures": [juncture.pk], "language": "fr", "audience": "community"}
    client.post(address, page_of(client, story) | chosen | {"institution": ""})

    page = client.get(reverse("knowledge:edit", args=[story.slug]))
    taken_up = client.get(reverse("knowledge:edit", args=[story.slug]) + "?unsaved=1")

    assert page.context["unsaved"] is not None
    form = taken_up.context["form"]
    assert {name: form[name].value() for name in chosen} == {
        "sectors": [str(sector.pk)],
        "junctures": [str(juncture.pk)],
        "language": "fr",
        "audience": "community",
    }
    assert not form["institution"].value()
    html = taken_up.content.decode()
    assert re.search(rf'name="sectors" value="{sector.pk}"[^>]* checked', html)
    assert re.search(r'name="audience" value="community"[^>]* checked', html)


def test_a_tick_that_was_taken_out_is_kept_as_taken_out(client, author):
    story = draft(author)
    story.sectors.set([SectorFactory()])
    typed = page_of(client, story) | {"sectors": []}
    client.post(reverse("knowledge:unsaved", args=[story.slug]), typed)

    form = client.get(reverse("knowledge:edit", args=[story.slug]) + "?unsaved=1").context["form"]

    assert form["sectors"].value() == []


@pytest.mark.parametrize("value", ["999999", "x", "' OR 1=1", "\x00"])
def test_a_choice_that_there_is_not_is_kept_without_an_error(client, author, value):
    story = draft(author)
    client.post(
        reverse("knowledge:unsaved", args=[story.slug]),
        page_of(client, story) | {"sectors": [value], "institution": value, "language": value},
    )

    assert client.get(reverse("knowledge:edit", args=[story.slug]) + "?unsaved=1").status_code == 200


def test_ticks_that_are_saved_are_not_offered_again(client, author):
    story = draft(author)
    typed = page_of(client, story) | {"sectors": [SectorFactory().pk, SectorFactory().pk]}
    client.post(reverse("knowledge:edit", args=[story.slug]), typed)
    client.post(reverse("knowledge:unsaved", args=[story.slug]), typed)

    assert client.get(reverse("knowledge:edit", args=[story.slug])).context["unsaved"] is None


def test_what_was_kept_before_another_saved_does_not_overwrite_it(client, author):
    story = draft(author)
    client.post(reverse("knowledge:unsaved", args=[story.slug]), page_of(client, story) | {"context": "Typed."})
    Story.objects.filter(pk=story.pk).update(version=5)

    form = client.get(reverse("knowledge:edit", args=[story.slug]) + "?unsaved=1").context["form"]

    assert form["version"].value() == 1


def test_a_sheet_that_comes_in_after_its_text_was_saved_is_not_offered(client, author):
    story = draft(author)
    typed = page_of(client, story) | {"context": "Typed."}
    client.post(reverse("knowledge:edit", args=[story.slug]), typed)
    client.post(reverse("knowledge:unsaved", args=[story.slug]), typed)

    assert client.get(reverse("knowledge:edit", args=[story.slug])).context["unsaved"] is None


def test_what_was_kept_can_be_thrown_away(client, author):
    story = draft(author)
    address = reverse("knowledge:unsaved", args=[story.slug])
    client.post(address, page_of(client, story))

    client.post(address, {"forget": "1"})

    assert UnsavedText.objects.count() == 0


def test_too_much_is_not_kept_and_says_so(client, author):
    story = draft(author)
    typed = page_of(client, story) | {"context": "A" * 3_000_001}

    answer = client.post(reverse("knowledge:unsaved", args=[story.slug]), typed, headers={"accept": "application/json"})

    assert answer.status_code == 400
    assert "too long" in answer.json()["message"]


@pytest.mark.parametrize("name", ["edit", "unsaved", "revisions"])
def test_a_draft_is_unknown_to_others(client, name):
    story = draft(member())
    for user in (member(), MembershipFactory(user__role=User.Role.EDITOR).user):
        client.force_login(user)
        address = reverse(f"knowledge:{name}", args=[story.slug])
        answer = client.post(address) if name == "unsaved" else client.get(address)
        assert answer.status_code == 404


def test_a_co_author_writes_too(client):
    story, friend = draft(member()), member()
    story.co_authors.add(friend)
    client.force_login(friend)

    assert send(client, story, title="Ours").status_code == 302


def test_a_published_method_is_not_written_by_its_author(client, author):
    method = MethodFactory(author=author)

    assert client.get(reverse("knowledge:edit", args=[method.slug])).status_code == 403


@pytest.mark.parametrize("count", [1, 10])
def test_the_writing_page_takes_as_many_queries_for_many_ties(client, author, count, django_assert_max_num_queries):
    story = draft(author)
    for _each in range(count):
        story.partnerships.add(partnership_between(visibility="public"))
        story.rests_on.add(ResourceFactory())
        story.parties.create(institution=InstitutionFactory())

    with django_assert_max_num_queries(40):
        client.get(reverse("knowledge:edit", args=[story.slug]))


def test_a_slug_taken_meanwhile_costs_nothing(author):
    first = create_piece("story", fields={"title": "One title"}, by=author)
    second = create_piece("story", fields={"title": "One title"}, by=author)

    assert (first.slug, second.slug) == ("one-title", "one-title-2")


def test_the_published_text_can_be_read_on_the_writing_page(client, author):
    story = StoryFactory(author=author)

    assert client.get(reverse("knowledge:edit", args=[story.slug])).status_code == 200


def test_a_published_story_is_written_anew_beside_what_readers_have(client, author):
    party = InstitutionFactory()
    story = StoryFactory(author=author, context="<p>Published.</p>", parties=[party])
    agreed = {"revision_sha256": story.published_revision.sha256, "decision": Decision.AGREED, "by_name": "A head"}
    Consent.objects.create(piece=story, institution=party, **agreed)
    story.themes.set(["audit"])

    answer = send(client, story, context="Anew.")

    story.refresh_from_db()
    copy = Story.objects.get(revises=story)
    assert (story.context, story.state) == ("<p>Published.</p>", State.PUBLISHED)
    assert (copy.context, copy.state, copy.author) == ("<p>Anew.</p>", State.DRAFT, author)
    assert [each.institution for each in copy.parties.all()] == [party]
    assert list(copy.themes.names()) == ["audit"]
    assert answer["Location"] == reverse("knowledge:edit", args=[copy.slug])
    again = client.get(reverse("knowledge:edit", args=[story.slug]))
    assert again["Location"] == reverse("knowledge:edit", args=[copy.slug])


def test_who_begins_the_new_wording_second_overwrites_nothing(client, author):
    story = StoryFactory(author=author, context="<p>Published.</p>")
    address = reverse("knowledge:edit", args=[story.slug])
    first, second = page_of(client, story), page_of(client, story)
    client.post(address, first | {"context": "Of the first tab."})

    refused = client.post(address, second | {"context": "Of the second tab."})

    copy = Story.objects.get(revises=story)
    assert (refused.status_code, copy.context) == (409, "<p>Of the first tab.</p>")
    assert refused.context["meanwhile"][0].blocks == [
        [("same", "Of the "), ("gone", "first"), ("new", "second"), ("same", " tab.")]
    ]
    there = reverse("knowledge:edit", args=[copy.slug])
    assert f'action="{there}"' in refused.content.decode()
    again = second | {"context": "Of both tabs.", "version": refused.context["form"]["version"].value()}
    assert client.post(there, again).status_code == 302
    copy.refresh_from_db()
    assert copy.context == "<p>Of both tabs.</p>"


def test_the_secretariat_writes_a_published_method_anew_under_review(client):
    editor = MembershipFactory(user__role=User.Role.EDITOR).user
    method = MethodFactory()
    client.force_login(editor)

    send(client, method, title="A better title")

    copy = Piece.objects.get(revises=method)
    assert (copy.title, copy.state, copy.owner) == ("A better title", State.IN_REVIEW, editor)
    assert client.get(reverse("knowledge:edit", args=[copy.slug])).status_code == 200
