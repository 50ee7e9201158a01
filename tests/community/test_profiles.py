"""One's own page, and what others see."""

import pytest

from community import services
from community.models import Membership, Profile
from tests.community.personas import COLUMNS, Cast
from tests.factories import InstitutionFactory, MembershipFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
ME = "/en/me/"


@pytest.fixture
def person(client):
    user = UserFactory(name="Ada Lovelace")
    client.force_login(user)
    return user


def profile_data(**fields):
    shown = {f"{field}_shown_to": "community" for field in Profile.SHOWN_FIELDS}
    return {"name": "Ada Lovelace", "locale": "en", "time_zone": "UTC"} | shown | fields


def test_saving_the_profile(client, person):
    data = profile_data(name="Ada King", job_title="Analyst", expertise="engines, payroll audit", languages=["fr"])

    response = client.post(ME, data)

    profile = Profile.objects.get(user=person)
    person.refresh_from_db()
    assert response.status_code == 302
    assert (person.name, profile.job_title, profile.languages) == ("Ada King", "Analyst", ["fr"])
    assert sorted(profile.expertise.names()) == ["engines", "payroll audit"]


def test_the_profile_leads_to_the_choices_about_mail(client, person):
    url = client.get(ME).context["mail_choices_url"]

    assert url.startswith("http://127.0.0.1:8000/en/")
    assert client.get(url.removeprefix("http://127.0.0.1:8000")).status_code == 200


BAD = {
    "emoji": {"name": "🎉"},
    "nothing": {"name": ""},
    "nul": {"name": "A\x00da"},
    "turned": {"job_title": "\u202etsylanA"},
    "long": {"job_title": "a" * 100_000},
    "zone": {"time_zone": "Middle/Earth"},
    "locale": {"locale": "xx"},
    "shown": {"name_shown_to": "friends"},
    "tags": {"expertise": ", ".join(f"word {n}" for n in range(50))},
    "tag": {"expertise": "a" * 5000},
}


@pytest.mark.parametrize("fields", BAD.values(), ids=BAD.keys())
def test_bad_input_is_answered_at_its_field_and_nothing_is_lost(client, person, fields):
    response = client.post(ME, {**profile_data(expertise="kept words"), **fields})

    person.refresh_from_db()
    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(fields)
    assert person.name == "Ada Lovelace"


@pytest.mark.parametrize("shown_to", ["public", "community", "hidden"])
@pytest.mark.parametrize("column", COLUMNS)
def test_matrix_of_a_persons_page(client, column, shown_to):
    cast = Cast()
    someone = UserFactory(name="Zora Neale")
    Profile.objects.create(user=someone, **{f"{field}_shown_to": shown_to for field in Profile.SHOWN_FIELDS})
    if column != "anon":
        client.force_login(cast[column])

    response = client.get(f"/en/people/{someone.pk}/")

    verified = column not in ("anon", "pend")
    sees = shown_to == "public" or (shown_to == "community" and verified)
    assert response.status_code == (200 if sees else 404)
    assert someone.email not in response.text


def test_page_of_somebody_without_a_profile_is_for_the_community(client):
    someone = UserFactory(name="Zora Neale")

    assert client.get(f"/en/people/{someone.pk}/").status_code == 404
    client.force_login(member_of(InstitutionFactory()))
    assert client.get(f"/en/people/{someone.pk}/").status_code == 200


def test_fields_are_hidden_one_by_one(client):
    someone = UserFactory(name="Zora Neale")
    Profile.objects.create(user=someone, job_title="Ethnographer", job_title_shown_to="hidden", name_shown_to="public")

    text = client.get(f"/en/people/{someone.pk}/").text

    assert "Zora Neale" in text
    assert "Ethnographer" not in text


def test_own_data_as_a_file(client, person):
    MembershipFactory(user=person, note="Unit 3")

    data = client.get(f"{ME}export.json").json()

    assert data["account"]["email"] == person.email
    assert [m["note"] for m in data["memberships"]] == ["Unit 3"]
    assert set(data) == {
        "account",
        "api_tokens",
        "profile",
        "memberships",
        "invitations",
        "reports_of_problems",
        "mail",
        "mail_choices",
        "audit_log",
        "digests",
        "events",
        "iati",
        "advice",
        "introductions",
        "knowledge",
        "needs_and_offers",
        "partnerships",
        "results",
    }


@pytest.mark.parametrize("page", ["", "memberships/", "export.json", "erase/"])
def test_own_pages_are_for_people_who_signed_in(client, page):
    assert client.get(ME + page).status_code == 302


def test_erasing_needs_the_password_again(client, person):
    response = client.post(f"{ME}erase/", {"understood": "on"})

    person.refresh_from_db()
    assert "reauthenticate" in response.url
    assert person.is_active


def test_erasing(client, person):
    client.post("/accounts/reauthenticate/", {"password": "a long password"})
    client.post(f"{ME}erase/", {"understood": "on"})

    person.refresh_from_db()
    assert (person.is_active, person.name) == (False, "")
    assert client.get(ME).status_code == 302


def test_asking_to_join_and_leaving_by_hand(client, person):
    institution = InstitutionFactory()
    url = f"{institution.get_absolute_url()}join/"

    client.post(url, {"role": "staff", "note": "Unit 3"})
    client.post(url, {"role": "staff", "note": "twice"})
    membership = Membership.objects.get()
    assert (membership.user, membership.status, membership.note) == (person, "requested", "Unit 3")

    client.post(f"/en/memberships/{membership.pk}/end/")
    membership.refresh_from_db()
    assert membership.status == "ended"


@pytest.mark.parametrize(
    "fields", [{"role": "king"}, {"role": "staff", "note": "x" * 5000}, {"role": "staff", "note": "\x00"}]
)
def test_asking_to_join_with_bad_input(client, person, fields):
    response = client.post(f"{InstitutionFactory().get_absolute_url()}join/", fields)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Membership.objects.exists()


def test_members_page_query_count_does_not_grow(client, django_assert_max_num_queries):
    institution = InstitutionFactory()
    client.force_login(member_of(institution))

    def with_people(count):
        for status in ("active", "requested"):
            for _ in range(count):
                services.profile_of(MembershipFactory(institution=institution, status=status).user)
        with django_assert_max_num_queries(12) as captured:
            assert client.get(f"{institution.get_absolute_url()}members/").status_code == 200
        return len(captured)

    assert with_people(1) == with_people(9)


def test_own_memberships_query_count_does_not_grow(client, django_assert_max_num_queries):
    client.force_login(UserFactory(role="editor"))

    def with_requests(count):
        for _ in range(count):
            services.profile_of(MembershipFactory(status="requested").user)
        with django_assert_max_num_queries(12) as captured:
            assert client.get(f"{ME}memberships/").status_code == 200
        return len(captured)

    assert with_requests(1) == with_requests(9)
