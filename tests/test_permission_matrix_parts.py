"""The rows of the access matrix about the parts of a partnership: a real request for each letter of each role.

`b` is reading in the administration, where only administrators enter: each reading stands in the record's log.
For editors the rule R6 is the narrower one, and holds: they see no contact without consent anywhere.
"""

import pytest
from django.urls import reverse

from community.models import AuditEntry
from core.models import Visibility
from partnerships.models import Contact
from partnerships.part_tables import TABLES
from partnerships.recorded import PARTS
from tests.factories import PartnershipMemberFactory, partnership_between
from tests.partnerships.parts_typed import OWNER, TYPED, add, address, part_of, typed
from tests.personas import cast
from tests.test_permission_matrix import TABLE, table

ROLES = ("anon", "pend", "mem", "gov_o", "gov_x", "don_o", "don_x", "ed", "adm")
# Row of the matrix, the kind of part it is about, its visibility or consent, and the words a page shows of it.
ROWS = {
    "partnership.internal_notes": ("note", "parties", "The ministry waits."),
    "partnership.budget[public]": ("cost", "public", "EUR 10"),
    "partnership.budget[parties]": ("cost", "parties", "EUR 10"),
    "partnership.contacts[consent=community]": ("contact", "community", "Ama Mensah"),
    "partnership.contacts[consent=none]": ("contact", "none", "Ama Mensah"),
    "adaptation.log[parties]": ("adaptation", "parties", "We waited."),
    "partnership.activity[parties]": ("exchange", "parties", "Six analysts see the register"),
}
FILES = {part: name for name, part in TABLES.items()}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


def cells(letters, names=tuple(ROWS)):
    rows = table()
    return [
        pytest.param(name, role, letter, rows[name][role], id=f"{name}-{role}-{letter}")
        for name in names
        if name in rows
        for role in ROLES
        for letter in letters
    ]


@pytest.fixture
def company(db):
    return cast()


@pytest.fixture
def record(company):
    record = partnership_between(company.asks, company.offers, title="Xylophone accounts")
    PartnershipMemberFactory(partnership=record, institution=company.donor, side="funder")
    return record


def made(record, name, company):
    """The object of a row; costs are those of the donor."""
    part, shown_to, _words = ROWS[name]
    item = part_of(record, part, Visibility.PUBLIC if shown_to == "public" else Visibility.PARTIES, company.donor)
    if part == "contact":
        Contact.objects.filter(pk=item.pk).update(consent=shown_to)
        item.refresh_from_db()
    return item


def sign_in(client, person):
    if person:
        client.force_login(person)


def denied(person, sees):
    """A stranger to the portal is asked to sign in; what one does not see is not there."""
    return 302 if person is None else 403 if sees else 404


def admin_page(part, item):
    return reverse(f"admin:partnerships_{PARTS[part]._meta.model_name}_change", args=[item.pk])


LISTED = [name for name in ROWS if not name.startswith("partnership.budget")]  # costs have no list but their page


@pytest.mark.parametrize(("name", "role", "letter", "cell"), [*cells("V"), *cells("L", LISTED)])
def test_part_is_seen(client, company, record, name, role, letter, cell):
    item, words = made(record, name, company), ROWS[name][2]
    sign_in(client, company.people[role])

    page = client.get(record.get_absolute_url()).content.decode()

    assert (words in page) is (letter in cell)
    assert getattr(item, "email", "no address") not in page


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("C"))
def test_part_is_added(client, company, record, name, role, letter, cell):
    part, person = ROWS[name][0], company.people[role]
    allowed = letter in cell or (part == "cost" and role in ("gov_o", "don_o"))  # each side tells its own costs
    own = company.asks if role == "gov_o" else company.donor
    sign_in(client, person)

    answer = add(client, record, part, typed(part, own))

    assert answer.status_code == (302 if allowed or person is None else 403)
    assert PARTS[part].objects.exists() is allowed


@pytest.mark.parametrize(
    ("name", "role", "letter", "cell"), cells("ED", [name for name in ROWS if ROWS[name][0] != "adaptation"])
)
def test_part_is_edited_and_removed(client, company, record, name, role, letter, cell):
    part, person = ROWS[name][0], company.people[role]
    item = made(record, name, company)
    sign_in(client, person)
    act = "edit" if letter == "E" else "remove"

    answer = client.get(address(act, part, item)).status_code

    if name == "partnership.budget[public]" and (role, letter) == ("adm", "E"):
        assert answer == 403  # figures belong to who bears them; what is public is corrected in the administration
        assert "_save" in client.get(admin_page(part, item)).content.decode()
    elif name.startswith("partnership.budget") and (role, letter) == ("don_o", "D"):
        assert answer == 200  # whoever may correct an own cost may take it out
    else:
        assert answer == (200 if letter in cell else denied(person, "V" in cell))


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("ED", ["adaptation.log[parties]"]))
def test_the_log_of_adaptations_is_rewritten_by_nobody(client, company, record, name, role, letter, cell):
    item = made(record, name, company)
    sign_in(client, company.people[role])

    answer = client.post(address("edit" if letter == "E" else "remove", "adaptation", item))

    assert answer.status_code == (302 if role == "anon" else 404)
    assert letter not in cell
    assert PARTS["adaptation"].objects.filter(pk=item.pk, trigger=item.trigger).exists()


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("X"))
def test_part_is_taken_along(client, company, record, name, role, letter, cell):
    made(record, name, company)
    sign_in(client, company.people[role])

    answer = client.get(reverse("partnerships:export_parts", args=[record.slug, FILES[ROWS[name][0]]]))

    assert answer.status_code == (200 if letter in cell else 403 if "V" in cell else 404)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells("b"))
def test_part_is_read_in_the_administration(client, company, record, name, role, letter, cell):
    part, person = ROWS[name][0], company.people[role]
    item = made(record, name, company)
    sign_in(client, person)

    answer = client.get(admin_page(part, item)).status_code

    if role != "adm":
        assert answer in (302, 403)
        assert not AuditEntry.objects.exists()
    else:
        assert answer == 200
        entries = AuditEntry.objects.filter(action="read", object_id=record.pk, actor=person)
        assert entries.exists() is (name != "partnership.budget[public]")


@pytest.mark.parametrize("name", ROWS)
def test_staff_of_a_party_read_and_add_nothing(client, company, record, name):
    from_party = company.people["gov_o"].memberships.get()
    from_party.role = "staff"
    from_party.save()
    part, _shown, words = ROWS[name]
    item = made(record, name, company)
    client.force_login(company.people["gov_o"])

    assert words in client.get(record.get_absolute_url()).content.decode()
    assert client.get(reverse("partnerships:export_parts", args=[record.slug, FILES[part]])).status_code == 200
    assert add(client, record, part, typed(part, company.asks)).status_code == 403
    assert client.get(address("edit", part, item)).status_code == (404 if part == "adaptation" else 403)


PLACES = [
    ("partnerships:list", [], {"q": "zinnober"}),
    ("partnerships:export", ["json"], {"q": "xylophone"}),
    ("partnerships:export", ["csv"], {"q": "xylophone"}),
    ("partnerships:export", ["atom"], {"q": "xylophone"}),
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("place", "args", "query"), PLACES)
def test_context_notes_are_in_no_search_export_feed_or_timeline(client, company, record, role, place, args, query):
    note = part_of(record, "note")
    note.text = "Zinnober blocks it."
    note.save()
    sign_in(client, company.people[role])

    answer = client.get(reverse(place, args=args), query)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    timeline = client.get(reverse("partnerships:timeline", args=[record.slug])).content.decode()

    assert "Zinnober blocks" not in body.decode()
    assert "Zinnober" not in timeline
    assert place != "partnerships:list" or record.get_absolute_url() not in body.decode()


def test_every_kind_of_part_is_somewhere_in_the_matrix_or_like_one_that_is():
    like_activities = {"lesson", "repurposing", "agreement", "commitment", "support", "document"}

    assert {row[0] for row in ROWS.values()} | like_activities == set(TYPED)


@pytest.mark.parametrize("part", ["lesson", "repurposing", "agreement", "commitment", "support", "document"])
@pytest.mark.parametrize("role", ROLES)
def test_other_parts_follow_the_row_of_activities(client, company, record, part, role):
    cell = table()["partnership.activity[parties]"][role]
    person = company.people[role]
    own = company.asks if role == "gov_o" else company.donor
    item = part_of(record, part, Visibility.PARTIES, own)
    sign_in(client, person)

    for letter, act in (("E", "edit"), ("D", "remove")):
        assert client.get(address(act, part, item)).status_code == (
            200 if letter in cell else denied(person, "V" in cell)
        )
    changes = {"made_on": "2025-01-01"} if OWNER.get(part) else {}
    assert add(client, record, part, typed(part, own, **changes)).status_code == (
        302 if "C" in cell or person is None else 403
    )
