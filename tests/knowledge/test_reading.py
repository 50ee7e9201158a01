"""The page of a piece: who reads it, what stands on it, and what it answers when it is gone."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge.models import PieceFormerSlug, Story, Uptake
from knowledge.models.choices import ArchiveReason, Audience, State
from tests.factories.community import InstitutionFactory, MembershipFactory, UserFactory
from tests.factories.events import LearningEventFactory
from tests.factories.knowledge import ChallengeFactory, MethodFactory, ResourceFactory, StoryFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db


def archived(**fields):
    fields = {"first_published_at": timezone.now(), "archive_reason": ArchiveReason.CONSENT_WITHDRAWN} | fields
    return StoryFactory(state=State.ARCHIVED, **fields)


@pytest.mark.parametrize("factory", [StoryFactory, MethodFactory, ChallengeFactory])
def test_a_published_piece_is_read_by_everyone(client, factory):
    piece = factory(title="The register next door")

    answer = client.get(piece.get_absolute_url())

    assert answer.status_code == 200
    assert answer.context["text"].title == "The register next door"


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.IN_REVIEW])
def test_a_piece_under_work_is_unknown_to_strangers_and_read_by_its_author(client, state):
    piece = StoryFactory(state=state, author=MembershipFactory().user)

    assert client.get(piece.get_absolute_url()).status_code == 404
    client.force_login(piece.author)
    assert client.get(piece.get_absolute_url()).status_code == 200


def test_what_is_for_members_is_unknown_to_others(client):
    piece = StoryFactory(audience=Audience.COMMUNITY)

    assert client.get(piece.get_absolute_url()).status_code == 404
    client.force_login(UserFactory())
    assert client.get(piece.get_absolute_url()).status_code == 404
    client.force_login(MembershipFactory().user)
    assert client.get(piece.get_absolute_url()).status_code == 200


def test_a_piece_is_not_at_the_address_of_another_kind(client):
    story = StoryFactory()

    assert client.get(reverse("knowledge:method", args=[story.slug])).status_code == 404


def test_a_text_that_was_taken_down_is_gone_and_does_not_say_its_title(client):
    piece = archived(title="Zanzibar tells")

    answer = client.get(piece.get_absolute_url())

    assert answer.status_code == 410
    assert b"Zanzibar" not in answer.content


def test_who_wrote_a_text_still_reads_it_once_it_was_taken_down(client):
    piece = archived(author=MembershipFactory().user)

    client.force_login(piece.author)

    assert client.get(piece.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("fields", [{"audience": Audience.COMMUNITY}, {"first_published_at": None}])
def test_what_one_could_never_read_is_not_gone_but_unknown(client, fields):
    assert client.get(archived(**fields).get_absolute_url()).status_code == 404


def test_a_former_address_leads_to_the_present_one(client):
    piece = StoryFactory()
    PieceFormerSlug.objects.create(piece=piece, slug="as-it-was")

    answer = client.get(reverse("knowledge:story", args=["as-it-was"]))

    assert (answer.status_code, answer["Location"]) == (301, piece.get_absolute_url())


def test_a_former_address_of_what_one_may_not_see_leads_nowhere(client):
    PieceFormerSlug.objects.create(piece=StoryFactory(state=State.DRAFT), slug="as-it-was")

    assert client.get(reverse("knowledge:story", args=["as-it-was"])).status_code == 404


def test_the_page_names_only_ties_that_its_reader_sees(client):
    piece = StoryFactory()
    shown, hidden = PartnershipFactory(title="Seen"), PartnershipFactory(title="Unseen", visibility="parties")
    piece.partnerships.set([shown, hidden])
    piece.rests_on.set([ResourceFactory(title="Read"), ResourceFactory(title="Unread", audience=Audience.COMMUNITY)])

    page = client.get(piece.get_absolute_url()).context["page"]

    assert [each.title for each in page.partnerships] == ["Seen"]
    assert [each.title for each in page.rests_on] == ["Read"]


def test_search_engines_read_an_article_that_cannot_end_its_script(client):
    piece = StoryFactory(title="Tax </script><b>first</b>", summary="In short.")

    html = client.get(piece.get_absolute_url()).content.decode()
    found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.DOTALL)

    facts = json.loads(found[1])
    assert (facts["@type"], facts["headline"]) == ("Article", "Tax </script><b>first</b>")
    assert '<meta property="og:type" content="article">' in html


def test_what_is_for_members_is_not_offered_to_search_engines(client):
    client.force_login(MembershipFactory().user)

    html = client.get(StoryFactory(audience=Audience.COMMUNITY).get_absolute_url()).content.decode()

    assert "ld+json" not in html
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("count", [1, 10])
def test_the_page_takes_six_queries_however_much_hangs_on_it(client, count, django_assert_max_num_queries):
    piece = StoryFactory(parties=[InstitutionFactory() for _n in range(count)])
    piece.partnerships.set([PartnershipFactory() for _n in range(count)])
    piece.events.set([LearningEventFactory() for _n in range(count)])
    piece.rests_on.set([ResourceFactory() for _n in range(count)])
    for _n in range(count):
        member = MembershipFactory()
        Uptake.objects.create(
            piece=piece, user=member.user, institution=member.institution, kind=Uptake.Kind.TRIED, text="Tried."
        )

    with django_assert_max_num_queries(6):
        client.get(piece.get_absolute_url())


def test_what_is_related_says_why(client):
    shared = PartnershipFactory()
    piece, other = StoryFactory(), MethodFactory()
    for each in (piece, other):
        each.partnerships.set([shared])
    StoryFactory()

    related = client.get(piece.get_absolute_url()).context["page"].related

    assert [(each.url, each.why) for each in related] == [(other.get_absolute_url(), "same partnership")]


@pytest.mark.parametrize("reader", [UserFactory, lambda: MembershipFactory().user])
def test_what_is_related_is_what_its_reader_sees_listed(client, reader):
    user, shared = reader(), PartnershipFactory()
    piece = StoryFactory()
    others = [
        StoryFactory(),
        StoryFactory(audience=Audience.COMMUNITY),
        StoryFactory(state=State.IN_REVIEW),
        archived(),
        ResourceFactory(),
    ]
    for each in (piece, *others):
        each.partnerships.set([shared])
    client.force_login(user)

    related = client.get(piece.get_absolute_url()).context["page"].related

    listed = Story.objects.listed_for(user).exclude(pk=piece.pk)
    assert {each.url for each in related} == {each.get_absolute_url() for each in listed}


def test_a_text_is_taken_along_as_words(client):
    piece = StoryFactory(title="The register", context="<h2>Before</h2><p>It came late.</p><p>Always.</p>")

    answer = client.get(reverse("knowledge:piece_text", args=[piece.slug]))

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "The problem\n-----------\n\nBefore\n\nIt came late.\n\nAlways.\n\n" in answer.content.decode()


def test_a_draft_is_taken_along_by_its_author_and_nobody_else(client):
    author = MembershipFactory().user
    piece = StoryFactory(state=State.IN_REVIEW, author=author, parties=[InstitutionFactory()])
    member = MembershipFactory(institution=piece.parties.get().institution).user
    address = reverse("knowledge:piece_text", args=[piece.slug])

    assert client.get(address).status_code == 404
    client.force_login(member)
    assert client.get(address).status_code == 403
    client.force_login(piece.author)
    assert client.get(address).status_code == 200
