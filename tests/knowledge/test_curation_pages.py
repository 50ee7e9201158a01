"""The pages of the way: each asks before it acts, keeps what was typed, and says when it comes too late."""

import pytest
from django.urls import reverse

from knowledge.curation_asked import asked_for
from knowledge.models import Consent, Piece, ReviewComment, StateEntry
from knowledge.models.choices import Decision, State
from knowledge.revisions import revision_of
from knowledge.services.comments import add_comment
from knowledge.services.publishing import publish_piece
from knowledge.services.states import return_piece, submit_piece, take_on_piece
from tests.factories.community import InstitutionFactory
from tests.factories.knowledge import ResourceFactory, StoryFactory
from tests.knowledge.curating import case

pytestmark = pytest.mark.django_db


def url(name, piece, *more):
    return reverse(f"knowledge:{name}", args=[piece.slug, *more])


def state_of(piece):
    return Piece.objects.get(pk=piece.pk).state


def test_author_hands_in(client):
    told = case()
    client.force_login(told.author)

    asked = client.get(url("submit", told.story))
    before = state_of(told.story)
    done = client.post(url("submit", told.story), {"note": "For Monday."})

    assert (asked.status_code, before) == (200, State.DRAFT)
    assert (done.headers["Location"], state_of(told.story)) == (url("way", told.story), State.SUBMITTED)
    assert StateEntry.objects.get().reason == "For Monday."


def test_empty_draft_is_refused_in_plain_words(client):
    told = case(context="", what_we_did="")
    client.force_login(told.author)

    answer = client.post(url("submit", told.story), {"note": ""})

    assert answer.status_code == 409
    assert "There is no text yet" in answer.content.decode()


def test_desk_takes_on_returns_and_declines(client):
    told = case()
    told.submitted()
    client.force_login(told.editor)

    client.post(url("take_on", told.story))
    on = state_of(told.story)
    without = client.post(url("return", told.story), {"reason": ""})
    client.post(url("return", told.story), {"reason": "Say what it cost."})
    back = state_of(told.story)
    client.post(url("decline", told.story), {"reason": "An advertisement."})

    assert (on, without.status_code, back) == (State.IN_REVIEW, 200, State.CHANGES_REQUESTED)
    assert "Say in a sentence what the author should do." in without.content.decode()
    assert state_of(told.story) == State.DECLINED


@pytest.mark.parametrize("name", ["return", "send_to_partner", "unschedule", "archive", "publish"])
def test_step_from_another_state_is_409_and_changes_nothing(client, name):
    told = case()
    told.submitted()
    published = StoryFactory() if name in ("return", "send_to_partner", "publish", "unschedule") else told.story
    client.force_login(told.editor)

    codes = {client.get(url(name, published)).status_code, client.post(url(name, published)).status_code}

    assert codes == {409}


def test_author_reads_what_was_asked_for_beside_the_fields(client):
    told = case()
    told.submitted()
    add_comment(told.story, text="Of how many?", quote="Nine", by=told.editor)
    return_piece(told.story, reason="Say what it cost.", by=told.editor)
    client.force_login(told.author)

    page = client.get(url("edit", told.story)).context
    submit_piece(told.story, by=told.author)
    handed_in = asked_for(Piece.objects.get(pk=told.story.pk))

    assert (page["asked_for"], [each.text for each in page["open_comments"]]) == ("Say what it cost.", ["Of how many?"])
    assert handed_in == ""


def test_who_curates_a_text_is_not_asked_to_take_it_on(client):
    told = case()
    told.submitted()
    client.force_login(told.editor)

    before = client.get(url("way", told.story)).context["steps"]
    take_on_piece(told.story, by=told.editor)
    after = client.get(url("way", told.story)).context["steps"]

    assert (next(each.name for each in before), "take_on" in [each.name for each in after]) == ("take_on", False)


def test_desk_sends_to_partner_by_address(client):
    told = case()
    told.partner.memberships.all().delete()
    told.submitted()
    client.force_login(told.editor)
    pk = told.ministry.pk

    without = client.post(url("send_to_partner", told.story), {f"language-{pk}": "en"})
    wrong = client.post(url("send_to_partner", told.story), {f"address-{pk}": "nobody", f"language-{pk}": "en"})
    typed = {f"address-{pk}": "Director@Ministry.example", f"name-{pk}": "Ama", f"language-{pk}": "fr"}
    client.post(url("send_to_partner", told.story), typed)

    assert (without.status_code, wrong.status_code) == (409, 200)
    link = told.story.consent_links.get()
    assert (link.address, link.language, state_of(told.story)) == (
        "director@ministry.example",
        "fr",
        State.WITH_PARTNER,
    )


def test_partner_reads_the_wording_and_agrees(client):
    told = case()
    told.asked()
    client.force_login(told.partner)
    told.story.refresh_from_db()

    page = client.get(url("consent", told.story)).content.decode()
    sent = {"decision": "agreed", "note": "", "read": revision_of(told.story)}
    client.post(url("consent", told.story), sent)

    assert "We visited a peer twice." in page
    assert Consent.objects.get(by=told.partner).decision == Decision.AGREED
    assert state_of(told.story) == State.READY


def test_partner_does_not_agree_to_words_that_changed_under_the_page(client):
    told = case()
    told.asked()
    client.force_login(told.partner)
    sent = {"decision": "changes", "note": "Say who paid.", "read": revision_of(told.story)}
    told.story.refresh_from_db()
    told.story.what_we_did = "<p>We paid for everything.</p>"
    told.story.save()

    answer = client.post(url("consent", told.story), sent)

    page = answer.content.decode()
    assert (answer.status_code, "We paid for everything." in page, "Say who paid." in page) == (409, True, True)
    assert not Consent.objects.filter(by=told.partner).exists()


def test_partner_takes_the_consent_back_on_the_portal(client):
    told = case()
    told.agreed()
    publish_piece(told.story, by=told.editor)
    client.force_login(told.partner)

    without = client.post(url("consent", told.story), {"note": ""})
    still = state_of(told.story)
    client.post(url("consent", told.story), {"wanted": "on", "note": "We left."})

    assert (without.status_code, still, state_of(told.story)) == (200, State.PUBLISHED, State.ARCHIVED)


def test_desk_publishes_now_or_at_an_hour(client):
    told = case()
    told.agreed()
    client.force_login(told.editor)

    no_day = client.post(url("publish", told.story), {"when": "later", "day": "", "hour": ""})
    past = client.post(url("publish", told.story), {"when": "later", "day": "2001-01-01", "hour": "10:00"})
    client.post(url("publish", told.story), {"when": "later", "day": "2099-01-01", "hour": "10:00"})
    planned = Piece.objects.get(pk=told.story.pk)
    client.post(url("unschedule", told.story))
    client.post(url("publish", told.story), {"when": "now"})

    assert ("Choose the day." in no_day.content.decode(), past.status_code) == (True, 409)
    assert planned.publish_at.isoformat() == "2099-01-01T10:00:00+00:00"
    assert state_of(told.story) == State.PUBLISHED


def test_missing_consent_is_named_on_the_page(client):
    told = case()
    told.asked()
    client.force_login(told.editor)

    answer = client.post(url("publish", told.story), {"when": "now"})

    assert answer.status_code == 409
    assert f"have not agreed to this wording: {told.ministry}" in answer.content.decode()


def test_author_takes_it_back_then_deletes_it(client):
    told = case()
    told.submitted()
    client.force_login(told.author)

    client.post(url("withdraw", told.story))
    draft = state_of(told.story)
    client.post(url("delete", told.story))

    assert draft == State.DRAFT
    assert not Piece.objects.filter(pk=told.story.pk).exists()


def test_second_click_on_taking_back_deletes_nothing(client):
    told = case()
    told.submitted()
    client.force_login(told.author)

    codes = [client.post(url("withdraw", told.story)).status_code for _click in range(2)]

    assert codes == [302, 409]
    assert state_of(told.story) == State.DRAFT


def test_desk_deletes_a_resource_under_review_and_no_text(client):
    told = case()
    told.submitted()
    resource = ResourceFactory(state=State.SUBMITTED)
    client.force_login(told.editor)

    codes = [client.post(url("delete", each)).status_code for each in (resource, told.story)]

    assert codes == [302, 403]
    assert list(Piece.objects.values_list("pk", flat=True)) == [told.story.pk]


def test_comment_is_kept_and_settled_with_an_answer(client):
    told = case()
    told.asked()
    client.force_login(told.partner)
    client.post(url("comment_add", told.story), {"quote": "a peer", "text": "Two peers.", "suggestion": ""})
    comment = ReviewComment.objects.get()
    refused = client.post(url("comment_settle", told.story, comment.pk), {"answer": ""})
    client.force_login(told.author)

    client.post(url("comment_settle", told.story, comment.pk), {"answer": "Changed."})

    comment.refresh_from_db()
    assert (refused.status_code, comment.by, comment.quote) == (403, told.partner, "a peer")
    assert (comment.settled_by, comment.answer) == (told.author, "Changed.")


@pytest.mark.parametrize("count", [1, 10])
def test_way_costs_the_same_with_one_and_with_ten(client, count, django_assert_max_num_queries):
    told = case()
    told.submitted()
    take_on_piece(told.story, by=told.editor)
    for number in range(count):
        told.story.parties.create(institution=InstitutionFactory())
        add_comment(told.story, by=told.partner, text=f"Word {number}")
    client.force_login(told.editor)

    with django_assert_max_num_queries(24):
        page = client.get(url("way", told.story))

    assert page.content.decode().count("<blockquote") == 0
    assert page.status_code == 200
