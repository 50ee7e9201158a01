"""Pages by key, there and back, and what is typed into the address instead."""

import base64
import json

import pytest
from django.utils.translation import override

from community.models import Institution
from core.functions import Fold
from core.pagination import Cursor, paginate
from tests.factories import CountryFactory, InstitutionFactory

pytestmark = pytest.mark.django_db
KEYS = ["sort_name", "pk"]


@pytest.fixture
def seven():
    names = ["Aa", "Éb", "ec", "Ed", "ed x", "f", "G"]
    return [InstitutionFactory(name=name) for name in names]


def by_name():
    return Institution.objects.annotate(sort_name=Fold("name"))


def page(**asked):
    return paginate(by_name(), keys=KEYS, size=3, **asked)


def names(found):
    return [institution.name for institution in found.items]


def test_pages_lead_on_and_back(seven):
    first = page()
    second = page(after=first.next)
    third = page(after=second.next)
    back = page(after=third.previous)

    assert [names(p) for p in (first, second, third, back)] == [
        ["Aa", "Éb", "ec"],
        ["Ed", "ed x", "f"],
        ["G"],
        ["Ed", "ed x", "f"],
    ]
    assert [(p.first, p.last) for p in (first, second, third, back)] == [(1, 3), (4, 6), (7, 7), (4, 6)]
    assert (first.previous, third.next) == ("", "")
    assert names(page(after=back.previous)) == ["Aa", "Éb", "ec"]


def test_pages_downwards(seven):
    keys = ["-sort_name", "-pk"]

    first = paginate(by_name(), keys=keys, size=5)
    second = paginate(by_name(), keys=keys, size=5, after=first.next)

    assert (names(first), names(second)) == (["G", "f", "ed x", "Ed", "ec"], ["Éb", "Aa"])


def test_numbered_pages_are_the_same_pages(seven):
    assert names(page(page="2")) == names(page(after=page().next))
    assert page(page="2").next == page(after=page().next).next


@pytest.mark.parametrize("typed", ["0", "-1", str(10**18), "abc", "51", "٣", "1.5", 0, "9"])
def test_page_that_is_none_gives_the_first_and_says_so(seven, typed):
    with override("en"):
        found = page(page=typed)

    assert names(found) == ["Aa", "Éb", "ec"]
    assert "first one" in found.notice


def encoded(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


BROKEN = [
    "x",
    "%%%",
    "é",
    "A" * 5000,
    "\x00",
    encoded([]),
    encoded({}),
    encoded([["a"], 0, 0]),
    encoded([["a", "b"], 0, 0]),
    encoded([["a", 10**30], 0, 0]),
    encoded([["\x00", 1], 0, 0]),
    encoded([[None, None], 0, 0]),
    encoded([["a", 1], 0, -1]),
    encoded([[["a"], 1], 0, 0]),
    encoded([["a", 1e300], 0, 0]),
    encoded([["a", float("nan")], 0, 0]),
    encoded([["\ud800", 1], 0, 0]),
    encoded([["a\udfff", 1], 0, 0]),
    encoded([["a", "\ud800"], 0, 0]),
    encoded([5, 5]),
    encoded(5),
]


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_cursor_gives_the_first_page_and_says_so(seven, broken):
    with override("en"):
        found = page(after=broken)

    assert names(found) == ["Aa", "Éb", "ec"]
    assert found.notice == "That page could not be found. This is the first one."


@pytest.mark.parametrize("typed", ["\ud800", 5, True, 1.5, "soon", "9999-99-99", ["a"], None])
@pytest.mark.parametrize("key", ["created_at", "name", "pk", "country"])
def test_broken_keys_of_any_kind_of_column_give_a_page(seven, key, typed):
    for after in (encoded([[typed, 1], 0, 0]), encoded([[typed, typed], 1, 0]), encoded([typed, typed])):
        assert paginate(by_name(), keys=[key, "pk"], size=3, after=after).items is not None


@pytest.mark.parametrize("after", [encoded([["\ud800", 1], 0, 0]), encoded([5, 5]), encoded([[5, 5], 0, 0])])
@pytest.mark.parametrize(
    "place",
    ["partnerships/?", "partnerships/?sort=title", "partnerships/?sort=start", "institutions/?", "countries/ke/?"],
)
def test_broken_cursor_in_the_address_of_a_list_gives_a_page(client, place, after):
    CountryFactory()

    assert client.get(f"/en/{place}&after={after}").status_code == 200


def test_deep_page_asks_the_index_for_a_range(seven):
    after = Cursor(["ec", 0]).encode()

    plan = str(by_name().order_by(*KEYS).query)
    found = page(after=after)

    assert "ORDER BY" in plan
    assert names(found) == ["ec", "Ed", "ed x"]


def test_empty_selection_has_no_cursors():
    assert page() == page(page="1")
    assert (page().first, page().last, page().next, page().previous) == (0, 0, "", "")
