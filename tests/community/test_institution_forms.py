"""Adding and correcting institutions."""

import pytest

from community import services
from community.models import AuditEntry, Institution, Membership
from tests.community.personas import COLUMNS, Cast
from tests.factories import CountryFactory, InstitutionFactory, PartnershipMemberFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
NEW = "/en/institutions/new/"


@pytest.fixture
def focal_point(client):
    person = member_of(InstitutionFactory(name="Ministry of Records", slug="ministry-of-records"))
    client.force_login(person)
    return person


def form_data(**fields):
    return {"name": "New Agency", "kind": "agency", "country": CountryFactory().pk} | fields


def edit_data(institution, **fields):
    return form_data(name=institution.name, seen=institution.updated_at.isoformat()) | fields


def test_create_adds_the_institution_with_its_names(client, focal_point):
    response = client.post(NEW, form_data(other_names="Agence nouvelle\n\nAN", languages=["en", "fr"]))

    institution = Institution.objects.get(name="New Agency")
    assert response.url == institution.get_absolute_url()
    assert sorted(n.name for n in institution.other_names.all()) == ["AN", "Agence nouvelle"]
    assert institution.languages == ["en", "fr"]


def test_create_asks_whether_a_double_was_meant_and_lets_one_insist(client, focal_point):
    InstitutionFactory(name="National Audit Office of Kenya")
    typed = form_data(name="National Audit Office Kenya", description="Kept text")

    asked = client.post(NEW, typed)
    assert [i.name for i in asked.context["likely"]] == ["National Audit Office of Kenya"]
    assert "Kept text" in asked.text
    assert not Institution.objects.filter(name="National Audit Office Kenya").exists()

    client.post(NEW, typed | {"insist": "yes"})
    assert Institution.objects.filter(name="National Audit Office Kenya").exists()


@pytest.mark.parametrize("name", ["ministry OF  records", "Ministry of Récords"])
def test_create_of_the_same_name_names_the_one_there_is(client, focal_point, name):
    response = client.post(NEW, form_data(name=name, insist="yes"))

    assert response.status_code == 200
    assert response.context["form"].namesake.slug == "ministry-of-records"
    assert Institution.objects.count() == 1


def test_create_twice_adds_once(client, focal_point):
    client.post(NEW, form_data())
    response = client.post(NEW, form_data(insist="yes"))

    assert response.context["form"].namesake.name == "New Agency"
    assert Institution.objects.filter(name="New Agency").count() == 1


BAD = {
    "emoji": {"name": "🎉🎉"},
    "spaces": {"name": "   "},
    "nul": {"name": "Agency\x00"},
    "turned": {"name": "Agency \u202egnp.exe"},
    "long": {"name": "a" * 100_000},
    "country": {"country": "XX"},
    "sector": {"sectors": ["99999"]},
    "kind": {"kind": "castle"},
    "language": {"languages": ["klingon"]},
    "website": {"website": "javascript:alert(1)"},
    "other": {"other_names": "🎉"},
    "many": {"other_names": "x" * 6000},
}


@pytest.mark.parametrize("fields", BAD.values(), ids=BAD.keys())
def test_bad_input_is_answered_at_its_field_and_nothing_is_lost(client, focal_point, fields):
    typed = form_data(description="Kept text") | fields

    response = client.post(NEW, typed)

    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(fields)
    assert "Kept text" in response.text
    assert Institution.objects.count() == 1


def test_ten_megabytes_are_refused_beside_the_field(client, focal_point):
    response = client.post(NEW, form_data(description="a" * 10_000_000))

    assert list(response.context["form"].errors) == ["description"]


def test_edit_saves_and_says_when_it_was_confirmed(client, focal_point):
    institution = Institution.objects.get()

    client.post(f"{institution.get_absolute_url()}edit/", edit_data(institution, description="What we do"))

    institution.refresh_from_db()
    assert institution.description == "What we do"
    assert institution.last_confirmed_on
    assert [(e.action, e.target) for e in AuditEntry.objects.all()] == [("change", institution)]


def test_edit_with_a_new_name_keeps_the_old_name_and_address(client, focal_point):
    institution = Institution.objects.get()

    response = client.post(
        f"{institution.get_absolute_url()}edit/", edit_data(institution, name="Ministry of Archives")
    )

    assert response.url == "/en/institutions/ministry-of-archives/"
    assert client.get("/en/institutions/ministry-of-records/").status_code == 301
    assert [n.name for n in institution.other_names.all()] == ["Ministry of Records"]


def test_second_of_two_writers_sees_both_texts(client, focal_point):
    institution = Institution.objects.get()
    url = f"{institution.get_absolute_url()}edit/"
    mine = edit_data(institution, description="My text")
    client.post(url, edit_data(institution, description="Their text"))

    response = client.post(url, mine)
    assert "My text" in response.text
    assert [(str(label), text) for label, text in response.context["differences"]] == [("Description", "Their text")]

    token = response.context["form"]["seen"].value()
    client.post(url, mine | {"seen": token})
    institution.refresh_from_db()
    assert institution.description == "My text"


@pytest.mark.parametrize("token", ["", "yesterday", "\x00", "2020-01-01T00:00:00"])
def test_edit_with_a_broken_token_saves_nothing(client, focal_point, token):
    institution = Institution.objects.get()

    response = client.post(
        f"{institution.get_absolute_url()}edit/", edit_data(institution, description="X", seen=token)
    )

    institution.refresh_from_db()
    assert (response.status_code, institution.description) == (200, "")


def test_edit_to_a_name_that_is_taken(client, focal_point):
    institution = Institution.objects.get()
    InstitutionFactory(name="Taken")

    response = client.post(f"{institution.get_absolute_url()}edit/", edit_data(institution, name="taken"))

    assert response.context["form"].namesake.name == "Taken"


def test_delete_removes_what_nothing_points_to(client):
    client.force_login(UserFactory(role="editor"))
    institution = InstitutionFactory()

    client.post(f"{institution.get_absolute_url()}delete/")

    assert not Institution.objects.exists()


def test_delete_refuses_what_takes_part(client):
    client.force_login(UserFactory(role="editor"))
    member = PartnershipMemberFactory()

    response = client.post(f"{member.institution.get_absolute_url()}delete/")

    assert response.status_code == 409
    assert Institution.objects.filter(pk=member.institution_id).exists()
    assert not AuditEntry.objects.exists()


def test_services_add_institution_with_sectors_keeps_its_shape():
    institution = services.add_institution(name=" A \u200b Body ", country=None, by=None, other_names=("B",))

    assert (institution.name, [n.name for n in institution.other_names.all()]) == ("A  Body", ["B"])


EDITS = {"gov_o", "don_o", "ed", "adm"}
SECRETARIAT = {"ed", "adm"}
PAGES = [
    ("", "get", set(COLUMNS), 403),
    ("edit/", "get", EDITS, 403),
    ("delete/", "get", SECRETARIAT, 403),
    ("resource-centre/", "post", SECRETARIAT, 403),
    ("members/", "get", EDITS, 404),
]


@pytest.mark.parametrize(("page", "method", "allowed", "refusal"), PAGES, ids=[page[0] or "detail" for page in PAGES])
def test_matrix_of_institution_pages(client, page, method, allowed, refusal):
    cast = Cast()
    answers = {}
    for column in COLUMNS:
        client.logout()
        if column != "anon":
            client.force_login(cast[column])
        answers[column] = getattr(client, method)(f"{cast.own(column).get_absolute_url()}{page}").status_code

    expected = dict.fromkeys(allowed, 200 if method == "get" else 302)
    refused = dict.fromkeys(set(COLUMNS) - allowed - {"anon"}, refusal)
    anonymous = {} if "anon" in allowed else {"anon": 302}
    assert answers == expected | refused | anonymous


def test_matrix_of_creating(client):
    cast = Cast()
    answers = {}
    for column in COLUMNS:
        client.logout()
        if column != "anon":
            client.force_login(cast[column])
        answers[column] = client.get(NEW).status_code

    assert answers == dict.fromkeys(COLUMNS, 200) | {"anon": 302, "pend": 403}


@pytest.mark.parametrize("page", ["edit/", "members/", "join/", "delete/"])
def test_anonymous_visitors_learn_nothing_from_log_in(client, page):
    there, missing = InstitutionFactory(), "/en/institutions/nowhere/"

    assert (
        client.get(f"{there.get_absolute_url()}{page}").status_code == client.get(f"{missing}{page}").status_code == 302
    )


def test_matrix_of_deciding(client):
    answers = {}
    cast = Cast()
    for column in COLUMNS:
        client.logout()
        if column != "anon":
            client.force_login(cast[column])
        person = UserFactory()
        asked = Membership.objects.create(user=person, institution=cast.own(column))
        answers[column] = client.post(f"/en/memberships/{asked.pk}/verify/").status_code

    refused = dict.fromkeys(["pend", "mem", "gov_x", "don_x"], 404)
    assert answers == refused | dict.fromkeys(["anon", "gov_o", "don_o", "ed", "adm"], 302)
    assert Membership.objects.active().filter(decided_by__isnull=False).count() == 4
