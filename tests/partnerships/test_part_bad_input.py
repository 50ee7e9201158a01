"""Whatever is sent about a part is answered by a page, never by a breakdown, and nothing wrong is stored."""

import pytest
from django.urls import reverse

from partnerships.forms.parts import PART_FORMS
from tests.factories import InstitutionFactory, member_of, partnership_between
from tests.partnerships.parts_typed import EDITABLE, TYPED, add, address, part_of, typed

pytestmark = pytest.mark.django_db
NASTY = {
    "NUL": "a\x00b",
    "lone surrogate": "\ud800",
    "turned text": "\u202ecod.fdp",
    "megabyte": "a" * 1_000_000,
    "number too large": "9" * 40,
    "infinity": "1e400",
    "format": "%(x)s {0.__class__} {{7*7}}",
    "markup": '"><script>alert(1)</script>',
    "lines": "a\r\nBcc: x@example.org",
    "nothing to see": "\u200b\u2060",
}


@pytest.fixture
def asks():
    return InstitutionFactory()


@pytest.fixture
def record(asks):
    return partnership_between(asks)


@pytest.fixture(autouse=True)
def party(client, asks):
    person = member_of(asks)
    client.force_login(person)
    return person


def sent(text):
    """As a browser sends it: bytes, in which a lone surrogate is no UTF-8."""
    return text.encode("utf-8", "surrogatepass") if "\ud800" in text else text


def names(part):
    return [*PART_FORMS[part][0].base_fields, "read", "keep-title", "visibility"]


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("part", TYPED)
def test_nothing_that_is_sent_breaks_a_form(client, record, part, nasty):
    answer = add(client, record, part, dict.fromkeys(names(part), sent(NASTY[nasty])))

    assert answer.status_code in (200, 400)
    assert "<script>alert(1)" not in answer.content.decode()


@pytest.mark.parametrize("nasty", ["number too large", "markup"])
@pytest.mark.parametrize("part", TYPED)
def test_one_wrong_field_among_right_ones_breaks_nothing(client, record, asks, part, nasty):
    answers = [add(client, record, part, typed(part, asks) | {name: NASTY[nasty]}).status_code for name in names(part)]

    assert set(answers) <= {200, 302}
    page = client.get(record.get_absolute_url())
    assert page.status_code == 200
    assert "<script>alert(1)" not in page.content.decode()


@pytest.mark.parametrize("pk", [0, 2**31, 2**63, 10**30])
@pytest.mark.parametrize("act", ["edit_part", "remove_part", "share_part"])
def test_numbers_of_parts_that_cannot_be_are_not_there(client, record, act, pk):
    assert client.get(reverse(f"partnerships:{act}", args=[record.slug, "lesson", pk])).status_code == 404


@pytest.mark.parametrize("read", ["", "\x00", "9999-99-99T99:99", "2026-11-22T00:00:00", "x" * 100_000])
@pytest.mark.parametrize("part", EDITABLE)
def test_a_broken_mark_of_what_was_read_overwrites_nothing(client, record, asks, part, read):
    item = part_of(record, part, institution=asks)
    name = next(
        name for name in ("note", "text", "description", "why", "commitment", "title", "name") if hasattr(item, name)
    )

    answer = client.post(address("edit", part, item), typed(part, asks) | {name: "Other words", "read": read})

    assert answer.status_code == 409
    assert type(item).objects.get().updated_at == item.updated_at


def test_an_exchange_of_another_record_is_no_choice(client, record, asks):
    foreign = part_of(partnership_between(), "exchange", "public")

    answer = add(client, record, "repurposing", typed("repurposing", asks, activity=str(foreign.pk)))

    assert list(answer.context["form"].errors) == ["activity"]
