"""Who enters the admin, what reading there leaves behind, and who may see that."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from community.models import AuditEntry, User
from core.models import Visibility
from partnerships.models import Activity, Adaptation, CostLine, Document, Partnership, Terms
from tests.factories import PartnershipFactory, PartnershipMemberFactory, UserFactory, partnership_between
from tests.partnerships.admin_pages import address, save
from tests.personas import cast

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)
ONE_SIDE = {"standing": "one_side", "visibility": Visibility.PARTIES}
LIST = "/admin/partnerships/partnership/"


@pytest.fixture
def administrator(client):
    user = UserFactory(role=User.Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def log_of(record):
    return [(e.action, e.actor.email, e.detail) for e in AuditEntry.objects.order_by("pk") if e.target == record]


# --- Who enters -------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "editor"}, {"role": "member"}])
def test_an_administrator_who_is_no_more_is_out_at_the_next_request(administrator, client, change):
    assert client.get(LIST).status_code == 200

    User.objects.filter(pk=administrator.pk).update(**change)

    assert client.get(LIST).status_code in (302, 403)


@pytest.mark.parametrize("role", ["member", "editor"])
def test_nobody_but_administrators_enters(client, role):
    client.force_login(UserFactory(role=role))

    assert client.get(LIST, follow=True).status_code == 403


def test_the_way_in_is_the_portals_own_log_in(client):
    page = client.get(LIST, follow=True)

    assert page.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    assert "password" in page.text


def test_no_page_shows_the_secret_of_a_second_step(administrator, client):
    assert client.get("/admin/mfa/authenticator/").status_code == 404


@pytest.mark.parametrize("page", ["", "add/", "{pk}/change/", "{pk}/delete/", "{pk}/history/"])
def test_pages_carry_nothing_that_the_content_policy_blocks(administrator, client, page):
    record = partnership_between(**ONE_SIDE)

    answer = client.get(LIST + page.format(pk=record.pk))

    assert "unsafe" not in answer["Content-Security-Policy"]
    assert re.findall(r"<style|<script(?![^>]*(?:src=|application/json))|<[^>]+ (?:style|on[a-z]+)=", answer.text) == []


# --- What reading leaves behind ---------------------------------------------------------------------


def test_reading_what_the_parties_alone_see_is_written_down(administrator, client):
    record = partnership_between(**ONE_SIDE)

    client.get(address("partnership_change", record.pk))
    client.get(address("partnership_delete", record.pk))

    assert log_of(record) == [("read", administrator.email, "")] * 2


def test_a_public_record_with_papers_of_the_parties_is_not_public_here(administrator, client):
    record = partnership_between()
    Document.objects.create(partnership=record, title="Paper", url="https://a.example", visibility="parties")

    client.get(address("partnership_change", record.pk))

    assert log_of(record) == [("read", administrator.email, "")]


def test_changing_what_the_parties_alone_see_is_written_down(administrator, client):
    record = partnership_between(**ONE_SIDE)
    url = address("partnership_change", record.pk)

    save(client, url, title="New")
    save(client, url, **{"members-0-brings": "Forty clerks"})

    changes = [entry for entry in log_of(record) if entry[0] == "change"]
    assert changes == [("change", administrator.email, "title"), ("change", administrator.email, "members")]


def test_drafts_of_others_are_read_and_not_written(administrator, client):
    draft = PartnershipFactory(visibility="private", standing="one_side", created_by=UserFactory(), title="Draft")
    url = address("partnership_change", draft.pk)

    page = client.get(url)
    answer = client.post(url, {"title": "Mine"})

    assert 'name="_save"' not in page.text
    assert answer.status_code == 403
    assert Partnership.objects.get().title == "Draft"
    assert log_of(draft) == [("read", administrator.email, "")]


PARTS = [
    (Activity, {"kind": "visit", "title": "Secret", "starts_on": TODAY}),
    (CostLine, {"kind": "cash", "amount": 123456, "currency": "EUR"}),
    (Document, {"title": "Secret", "url": "https://a.example/secret"}),
    (Terms, {"number": 1, "text": "Secret"}),
    (Adaptation, {"decided_on": TODAY, "trigger": "Secret", "decision": "Secret"}),
]


@pytest.mark.parametrize(("model", "fields"), PARTS, ids=lambda value: getattr(value, "__name__", ""))
def test_parts_of_the_parties_are_read_and_not_written(administrator, client, model, fields):
    record = partnership_between()
    part = model.objects.create(partnership=record, visibility="parties", **fields)
    name = model.__name__.lower()

    listed = client.get(address(f"{name}_changelist"))
    page = client.get(address(f"{name}_change", part.pk))
    answers = [client.post(address(f"{name}_{act}", part.pk), {"post": "yes"}) for act in ("change", "delete")]

    assert "Secret" not in listed.text
    assert "123456" not in listed.text
    assert (page.status_code, 'name="_save"' in page.text) == (200, False)
    assert [answer.status_code for answer in answers] == [403, 403]
    assert log_of(record) == [("read", administrator.email, f"{part._meta.verbose_name} {part.pk}")]


def test_parts_that_the_community_sees_are_corrected(administrator, client):
    record = partnership_between()
    part = Activity.objects.create(
        partnership=record, kind="visit", title="Vist", starts_on=TODAY, visibility="community"
    )
    url = address("activity_change", part.pk)

    save(client, url, title="Visit")
    page = save(client, url, ends_on="2020-01-01")

    assert "cannot end before it starts" in page.text
    assert Activity.objects.get().title == "Visit"
    assert [entry[0] for entry in log_of(record)] == ["read", "change", "read"]


def test_a_part_is_never_wider_than_its_record(administrator, client):
    record = partnership_between(visibility="community", standing="both_sides", confirmed_on=TODAY)
    part = Activity.objects.create(
        partnership=record, kind="visit", title="Visit", starts_on=TODAY, visibility="community"
    )

    page = save(client, address("activity_change", part.pk), visibility="public")

    assert "never shown to more people than its partnership" in page.text


def test_a_file_of_the_parties_is_handed_out_and_written_down(administrator, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = partnership_between()
    paper = Document.objects.create(
        partnership=record, title="Paper", visibility="parties", file=SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    )
    url = address("document_file", paper.pk)

    assert url in client.get(address("document_change", paper.pk)).text
    assert b"".join(client.get(url).streaming_content) == b"%PDF-1.7"
    assert log_of(record)[-1] == ("read", administrator.email, f"document {paper.pk}: file")


def test_a_file_that_is_not_what_its_name_says_is_refused(administrator, client):
    record = partnership_between()
    upload = SimpleUploadedFile("a.pdf", b"MZ")

    page = save(client, address("document_add"), partnership=record.pk, title="Paper", category="A09", file=upload)

    assert "not what its name says" in page.text
    assert not Document.objects.exists()


# --- Who may see the log ----------------------------------------------------------------------------


@pytest.fixture
def company(db):
    return cast()


@pytest.fixture
def record(company):
    record = partnership_between(company.asks, company.offers, **ONE_SIDE)
    PartnershipMemberFactory(partnership=record, institution=company.donor, side="funder")
    AuditEntry.objects.create(
        actor=company.people["adm"], actor_name="Ada Registrar", action="read", target=record, detail="exchange 3"
    )
    return record


VIEWS = {"anon": 302, "pend": 404, "mem": 404, "gov_o": 200, "gov_x": 404, "don_o": 200, "don_x": 404, "ed": 404}


@pytest.mark.parametrize(("role", "status"), [*VIEWS.items(), ("adm", 200)])
def test_the_log_is_for_the_parties(client, company, record, role, status):
    if company.people[role]:
        client.force_login(company.people[role])

    page = client.get(f"/en/partnerships/{record.slug}/audit/")

    assert page.status_code == status
    assert ("Ada Registrar" in page.text, "exchange 3" in page.text) == (status == 200, status == 200)


@pytest.mark.parametrize(("role", "status"), [("anon", 302), ("gov_o", 403), ("don_o", 403), ("ed", 404), ("adm", 200)])
def test_the_log_is_exported_by_administrators(client, company, record, role, status):
    if company.people[role]:
        client.force_login(company.people[role])

    answer = client.get(f"/en/partnerships/{record.slug}/audit/export.csv")

    assert answer.status_code == status
    if status == 200:
        assert b"Ada Registrar,read,exchange 3" in b"".join(answer.streaming_content)


def test_the_log_of_a_public_record_is_for_the_parties_too(client, company, record):
    Partnership.objects.filter(pk=record.pk).update(
        visibility="public", standing="public_source", source_url="https://a.example"
    )
    client.force_login(company.people["mem"])

    assert client.get(f"/en/partnerships/{record.slug}/audit/").status_code == 404


@pytest.mark.parametrize("count", [1, 10])
def test_the_log_costs_the_same_for_ten_lines(client, company, record, count, django_assert_max_num_queries):
    for _ in range(count):
        AuditEntry.objects.create(actor=company.people["adm"], actor_name="Ada", action="read", target=record)
    client.force_login(company.people["gov_o"])
    client.get(f"/en/partnerships/{record.slug}/audit/")

    with django_assert_max_num_queries(8):
        client.get(f"/en/partnerships/{record.slug}/audit/")
