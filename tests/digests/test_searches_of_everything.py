"""The search over everything, kept: what is new of every kind, for whom it may be."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from core.registry import kept_list, searchables
from digests import at_once, making
from digests.models import SavedSearch
from digests.models.choices import Notice
from digests.services.choices import change_search, keep_search
from knowledge.models.choices import Audience
from p2pportal.search.keeping import NEWS
from tests.digests.conftest import MONDAY, WEDNESDAY, WEEK, choose, letters, told
from tests.factories import (
    ChallengeFactory,
    CollectionFactory,
    FindingFactory,
    InstitutionFactory,
    LearningEventFactory,
    MethodFactory,
    NeedFactory,
    OfferFactory,
    OpenQuestionFactory,
    PartnershipFactory,
    ResourceFactory,
    StoryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def keep():
    def call(user, query, notice=Notice.DIGEST):
        kept = kept_list("everything")
        with time_machine.travel(WEDNESDAY - timedelta(days=1), tick=False):
            search = keep_search(kept=kept, pairs=kept.clean(QueryDict(query)), by=user)
            return change_search(search=search, name=search.name, notice=notice, by=user)

    return call


def one_of_each(word, **of_pieces):
    """New on Wednesday, by the keys under which digests tell of them."""
    with time_machine.travel(WEDNESDAY, tick=False), transaction.atomic():
        source = ResourceFactory(title="A source")
        pieces = [
            factory(title=f"{word} piece", **of_pieces)
            for factory in (StoryFactory, MethodFactory, ChallengeFactory, ResourceFactory)
        ]
        partnership = PartnershipFactory(
            title=f"{word} link", visibility="public", standing="public_source", source_url="https://example.org"
        )
        others = {
            "finding": FindingFactory(title=f"{word} finding", source=source),
            "question": OpenQuestionFactory(text=f"{word} question?"),
            "event": LearningEventFactory(title=f"{word} event", published_at=WEDNESDAY),
            "partnership": partnership,
            "institution": InstitutionFactory(name=f"{word} institution"),
            "collection": CollectionFactory(title=f"{word} collection"),
            "need": NeedFactory(problem=f"{word} need"),
            "offer": OfferFactory(expertise=f"{word} offer"),
        }
    return {f"piece:{piece.pk}" for piece in pieces}, {f"{name}:{row.pk}" for name, row in others.items()}


def test_every_kind_that_is_searched_has_news():
    assert set(NEWS) == {kind.name for kind in searchables()}


@pytest.mark.parametrize("notice", [Notice.DIGEST, Notice.AT_ONCE])
@time_machine.travel(MONDAY, tick=False)
def test_what_is_new_of_every_kind_is_told(reader, keep, notice):
    keep(reader, "q=xylophone", notice)
    pieces, others = one_of_each("Xylophone")
    one_of_each("Other")

    if notice == Notice.DIGEST:
        making.make_for(WEEK)
    else:
        at_once.tell()

    purpose = "edition" if notice == Notice.DIGEST else "saved-search"
    assert {address: set(keys) for address, keys in told(purpose).items()} == {reader.email: pieces | others}


@time_machine.travel(MONDAY, tick=False)
def test_each_line_of_a_notice_leads_to_its_page(reader, keep):
    keep(reader, "q=xylophone", Notice.AT_ONCE)
    one_of_each("Xylophone")

    at_once.tell()

    text = letters("saved-search")[0].text
    assert [word for word in ("New finding", "New open question", "New institution") if word not in text] == []
    assert "/search/?q=xylophone" in text


@time_machine.travel(MONDAY, tick=False)
def test_filters_hold(reader, keep):
    keep(reader, "q=xylophone&kind=question&kind=finding", Notice.AT_ONCE)
    _pieces, others = one_of_each("Xylophone")

    at_once.tell()

    assert set(told("saved-search")[reader.email]) == {
        key for key in others if key.startswith(("question:", "finding:"))
    }


@time_machine.travel(MONDAY, tick=False)
def test_who_is_not_verified_hears_of_what_everyone_may_see(keep):
    stranger = UserFactory()
    keep(stranger, "q=xylophone", Notice.AT_ONCE)
    _hidden, others = one_of_each("Xylophone", audience=Audience.COMMUNITY)

    at_once.tell()

    assert set(told("saved-search")[stranger.email]) == others


@time_machine.travel(MONDAY, tick=False)
def test_a_finding_is_new_when_its_source_comes_out(reader, keep):
    keep(reader, "q=xylophone", Notice.AT_ONCE)
    with time_machine.travel(WEDNESDAY, tick=False), transaction.atomic():
        source = ResourceFactory(title="A source")
    with time_machine.travel(WEDNESDAY - timedelta(days=30), tick=False):
        finding = FindingFactory(title="Xylophone finding", source=source)

    at_once.tell()

    assert told("saved-search") == {reader.email: [f"finding:{finding.pk}"]}


def test_the_button_keeps_a_search_with_its_filters(client, reader):
    client.force_login(reader)
    page = client.get(reverse("search"), {"q": "audit", "kind": "story"})

    answer = client.post(reverse("digests:keep"), {"list": "everything", "query": "q=audit&kind=story&page=2"})

    assert 'name="list" value="everything"' in page.text
    assert client.get(answer.url).status_code == 200
    assert SavedSearch.objects.get().get_absolute_url() == f"{reverse('search')}?q=audit&kind=story"


@pytest.mark.parametrize("query", ["", "q=", "q=%3F%21", "kind=story"])
def test_a_search_without_words_offers_no_button(client, reader, query):
    client.force_login(reader)

    assert "Keep this search" not in client.get(f"{reverse('search')}?{query}").text


@time_machine.travel(MONDAY, tick=False)
def test_a_notice_prints_the_newest_and_counts_the_others(reader, keep):
    keep(reader, "q=xylophone", Notice.AT_ONCE)
    with time_machine.travel(WEDNESDAY, tick=False):
        for number in range(at_once.MOST_DRAWN + 3):
            InstitutionFactory(name=f"Xylophone {number}")

    at_once.tell()

    letter = letters("saved-search")[0]
    assert [text.count("New institution") for text in (letter.text, letter.html)] == [at_once.MOST_DRAWN] * 2
    assert ["3 more are new." in text for text in (letter.text, letter.html)] == [True, True]


@pytest.mark.parametrize("count", [1, 10])
@time_machine.travel(MONDAY, tick=False)
def test_queries_do_not_grow_with_news(keep, count, django_assert_max_num_queries):
    keep(UserFactory(), "q=xylophone", Notice.AT_ONCE)
    for number in range(count):
        one_of_each(f"Xylophone {number}")

    with django_assert_max_num_queries(75):
        assert at_once.tell() == 1


@time_machine.travel(MONDAY, tick=False)
def test_titles_in_an_arabic_letter_are_set_apart(reader, keep):
    keep(reader, "q=xylophone&kind=institution")
    one_of_each("Xylophone")
    choose(reader, language="ar")

    making.make_for(WEEK)

    assert "\u2068Xylophone institution\u2069" in letters()[0].text
