"""What was told at an event becomes a draft."""

import pytest
from django.urls import reverse

from events.models import AgendaItem, BreakoutGroup, BreakoutNote, Presentation
from knowledge.models import Challenge, Piece, Story
from tests.factories.community import CountryFactory, InstitutionFactory, MembershipFactory, UserFactory
from tests.factories.events import LearningEventFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db


def told(**fields):
    item = AgendaItem.objects.create(event=fields.pop("event", None) or LearningEventFactory(), title="Round one")
    return Presentation.objects.create(item=item, number=1, title="Two visits", **fields)


def noted(organiser, writer=None, text="Staff <leave>.\n\nAlways."):
    group = BreakoutGroup.objects.create(event=LearningEventFactory(organiser=organiser), topic="Retention")
    return BreakoutNote.objects.create(group=group, writer=writer or organiser, writer_name="A", text=text)


def test_a_presentation_becomes_a_story_with_what_was_said_in_its_place(client):
    member = MembershipFactory().user
    institution, country = InstitutionFactory(), CountryFactory()
    partnership = PartnershipFactory()
    presentation = told(
        success="We saved a year.\n\nAnd more.",
        challenge="The <law>.",
        lesson="Ask first.",
        institution=institution,
        country=country,
        partnership=partnership,
    )
    client.force_login(member)

    answer = client.post(reverse("knowledge:story_from_presentation", args=[presentation.pk]))

    story = Story.objects.get()
    assert answer["Location"] == reverse("knowledge:edit", args=[story.slug])
    assert (story.title, story.author, story.state) == ("Two visits", member, "draft")
    assert story.what_happened == "<p>We saved a year.</p><p>And more.</p>"
    assert (story.what_was_hard, story.what_to_check) == ("<p>The &lt;law&gt;.</p>", "<p>Ask first.</p>")
    assert list(story.partnerships.all()) == [partnership]
    assert list(story.events.all()) == [presentation.item.event]
    assert institution in [party.institution for party in story.parties.all()]


def test_asked_for_again_it_is_the_same_draft(client):
    presentation = told()
    client.force_login(MembershipFactory().user)

    for _time in range(2):
        client.post(reverse("knowledge:story_from_presentation", args=[presentation.pk]))

    assert Piece.objects.count() == 1


def test_a_partnership_that_the_writer_does_not_see_is_not_tied(client):
    presentation = told(partnership=PartnershipFactory(visibility="parties"))
    client.force_login(MembershipFactory().user)

    client.post(reverse("knowledge:story_from_presentation", args=[presentation.pk]))

    assert Story.objects.get().partnerships.count() == 0


def test_who_is_not_verified_makes_no_draft(client):
    client.force_login(UserFactory())

    assert client.post(reverse("knowledge:story_from_presentation", args=[told().pk])).status_code == 403


def test_a_presentation_of_an_event_one_does_not_see_is_unknown(client):
    presentation = told(event=LearningEventFactory(status="draft"))
    client.force_login(MembershipFactory().user)

    assert client.post(reverse("knowledge:story_from_presentation", args=[presentation.pk])).status_code == 404


def test_the_page_of_a_presentation_offers_the_draft_to_members(client):
    presentation = told()
    address = reverse("events:presentation", args=[presentation.item.event.slug, presentation.pk])
    button = reverse("knowledge:story_from_presentation", args=[presentation.pk])

    assert button not in client.get(address).content.decode()
    client.force_login(MembershipFactory().user)
    assert button in client.get(address).content.decode()


def test_notes_become_a_challenge(client):
    host = MembershipFactory().user
    note = noted(host)
    client.force_login(host)

    page = client.get(reverse("events:group", args=[note.group.event.slug, note.group.pk])).content.decode()
    client.post(reverse("knowledge:challenge_from_note", args=[note.pk]))

    challenge = Challenge.objects.get()
    assert reverse("knowledge:challenge_from_note", args=[note.pk]) in page
    assert (challenge.title, challenge.problem) == ("Retention", "<p>Staff &lt;leave&gt;.</p><p>Always.</p>")
    assert challenge.source_note == note


def test_notes_that_one_does_not_read_are_unknown(client):
    note = noted(MembershipFactory().user)
    client.force_login(MembershipFactory().user)

    assert client.post(reverse("knowledge:challenge_from_note", args=[note.pk])).status_code == 404
