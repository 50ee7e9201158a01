"""Saved searches: what they find anew, in the digest or at once."""

from datetime import timedelta

import pytest
import time_machine
from django.http import QueryDict
from django.urls import reverse

from core.registry import kept_list
from digests import at_once, making
from digests.models import SavedSearch
from digests.models.choices import Notice
from digests.services.choices import CannotKeep, change_search, keep_search
from mail import delivery
from tests.digests.conftest import MONDAY, WEDNESDAY, WEEK, letters, told
from tests.factories import InstitutionFactory, PartnershipFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def keep():
    def call(user, query, notice=Notice.DIGEST):
        kept = kept_list("partnerships")
        with time_machine.travel(WEDNESDAY - timedelta(days=1), tick=False):
            search = keep_search(kept=kept, pairs=kept.clean(QueryDict(query)), by=user)
            return change_search(search=search, name=search.name, notice=notice, by=user)

    return call


@pytest.fixture
def partnership():
    """From a public source, entered on Wednesday."""

    def call(**fields):
        with time_machine.travel(WEDNESDAY, tick=False):
            return PartnershipFactory(
                visibility="public", standing="public_source", source_url="https://example.org", **fields
            )

    return call


@time_machine.travel(MONDAY, tick=False)
def test_what_a_search_finds_anew_is_in_the_digest(reader, keep, partnership):
    keep(reader, "q=xylophone")
    found, _other = partnership(title="Xylophone audit"), partnership(title="Other")

    making.make_for(WEEK)

    assert told() == {reader.email: [f"partnership:{found.pk}"]}
    assert "1 new: Xylophone audit." in letters()[0].text


@time_machine.travel(MONDAY, tick=False)
def test_who_wants_none_hears_of_nothing(reader, keep, partnership):
    keep(reader, "q=xylophone", Notice.NONE)
    partnership(title="Xylophone audit")

    assert making.make_for(WEEK).editions + at_once.tell() == 0


@time_machine.travel(MONDAY, tick=False)
def test_who_wants_it_at_once_gets_it_once_and_not_in_the_digest(reader, keep, partnership, follows):
    keep(reader, "q=xylophone", Notice.AT_ONCE)
    found = partnership(title="Xylophone audit")
    follows(reader, "partnership", found)

    assert [at_once.tell() for _ in range(2)] == [1, 0]
    assert told("saved-search") == {reader.email: [f"partnership:{found.pk}"]}
    assert making.make_for(WEEK).editions == 0


@time_machine.travel(MONDAY, tick=False)
def test_record_hidden_before_sending_is_not_told(reader, keep, partnership, sink):
    keep(reader, "q=xylophone", Notice.AT_ONCE)
    found = partnership(title="Xylophone audit")
    at_once.tell()
    type(found).objects.filter(pk=found.pk).update(visibility="parties")

    delivery.send_due()

    assert [*letters("saved-search"), *sink.received] == []
    assert at_once.tell() == 0


@pytest.mark.parametrize("count", [1, 10])
@time_machine.travel(MONDAY, tick=False)
def test_queries_do_not_grow_with_searches(keep, partnership, count, django_assert_max_num_queries):
    for number in range(count):
        keep(UserFactory(), f"q=xylophone{number}", Notice.AT_ONCE)
        partnership(title=f"Xylophone{number}")

    with django_assert_max_num_queries(40):
        assert at_once.tell() == count


def test_same_search_is_kept_once(reader):
    kept = kept_list("partnerships")
    pairs = kept.clean(QueryDict("q=audit&page=3"))

    kept_twice = [keep_search(kept=kept, pairs=pairs, by=reader).pk for _ in range(2)]

    assert kept_twice == [SavedSearch.objects.get().pk] * 2


def test_search_for_nothing_is_not_kept(reader):
    with pytest.raises(CannotKeep):
        keep_search(kept=kept_list("partnerships"), pairs=[], by=reader)


def test_search_of_somebody_else_is_not_there(client, reader, keep):
    search = keep(UserFactory(), "q=xylophone")
    client.force_login(reader)

    answers = [client.get(reverse("digests:search", args=[search.pk])).status_code]
    client.post(reverse("digests:search_remove", args=[search.pk]))

    assert answers == [404]
    assert SavedSearch.objects.filter(pk=search.pk).exists()


def test_search_is_kept_from_a_list_and_changed(client, reader):
    client.force_login(reader)

    answer = client.post(reverse("digests:keep"), {"list": "partnerships", "query": "q=audit"})
    search = SavedSearch.objects.get()
    client.post(answer.url, {"name": "Audits", "notice": "at_once"})

    search.refresh_from_db()
    assert (search.name, search.notice) == ("Audits", "at_once")
    assert search.get_absolute_url() == f"{reverse('partnerships:list')}?q=audit"


@pytest.mark.parametrize("count", [1, 10])
def test_queries_of_the_own_page_do_not_grow(client, reader, keep, follows, count, django_assert_max_num_queries):
    for number in range(count):
        keep(reader, f"q=xylophone{number}")
        follows(reader, "institution", InstitutionFactory())
    client.force_login(reader)

    with django_assert_max_num_queries(29):
        assert client.get(reverse("digests:mine")).status_code == 200
