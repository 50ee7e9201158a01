"""A signed link that was changed, used, replaced, has ended, lost its record, or was opened by somebody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import AuditEntry, Membership, User
from mail.models import Message
from partnerships.asking.links import renew_link
from partnerships.models import Partnership, SideLink
from partnerships.services import confirmations
from tests.factories import InstitutionFactory, UserFactory, member_of, partnership_between
from tests.partnerships.by_link import CONFIRMS, WHO, answer, link_for, url_of, waiting_record
from tests.personas import cast
from tests.stored import hash_of_all_tables

pytestmark = pytest.mark.django_db
WANTED = {"do": "renew", "wanted": "on"}


@pytest.fixture
def record():
    record = waiting_record()
    confirmations.record_submission(partnership=record, by=record.officer)
    return record


@pytest.fixture
def link(record):
    return link_for(record)


def end(link):
    SideLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(minutes=1))


@pytest.mark.parametrize("change", [lambda t: t[:-3], lambda t: t.lower(), lambda t: t + "=", lambda t: "x" * 3_000])
def test_a_changed_token_answers_404_in_plain_words(client, link, change):
    token = url_of(link).split("/")[3]

    page = client.get(f"/en/c/{change(token)}/")

    assert page.status_code == 404
    assert "This link does not work" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_a_deleted_record_answers_410(client, record, link):
    url = url_of(link)
    confirmations.delete_partnership(partnership=record, by=record.officer)

    page = client.get(url)

    assert page.status_code == 410
    assert record.title not in page.content.decode()


@pytest.mark.parametrize(("visibility", "told"), [("parties", False), ("public", True)])
def test_an_ended_link_tells_no_more_of_the_record_than_anybody_reads(client, record, link, visibility, told):
    end(link)
    standing = "public_source" if told else "one_side"
    source = "https://example.org/source"
    Partnership.objects.filter(pk=record.pk).update(visibility=visibility, standing=standing, source_url=source)

    page = client.get(url_of(link)).content.decode()

    assert (record.title in page) is told


def test_an_ended_link_says_so_and_offers_another(client, link):
    end(link)

    text = client.get(url_of(link)).content.decode()

    assert "This link has ended" in text
    assert "a…@statistics.example" in text
    assert link.address not in text


def test_a_new_link_goes_to_the_same_address_and_no_other(client, link):
    end(link)

    page = client.post(url_of(link), WANTED | {"address": "evil@elsewhere.example"})

    newest = SideLink.objects.first()
    assert page.status_code == 302
    assert (newest.address, newest.pk != link.pk) == (link.address, True)
    assert "A new link is on its way to a…@statistics.example" in client.get(page["Location"]).content.decode()


@pytest.mark.parametrize("data", [{"do": "renew"}, {"do": "renew", "wanted": "on", "website": "x"}])
def test_a_button_alone_sends_no_new_link(client, link, data):
    end(link)
    before = hash_of_all_tables()

    page = client.post(url_of(link), data)

    assert page.status_code == 409
    assert hash_of_all_tables() == before


def test_new_links_are_limited_in_a_day(client, link):
    end(link)
    answers = []
    for _hour in range(4):
        SideLink.objects.update(created_at=timezone.now() - timedelta(hours=1))
        answers.append(client.post(url_of(link), WANTED).status_code)

    assert answers == [302, 302, 409, 409]
    assert Message.objects.filter(recipient=link.address).count() == 3


def test_a_replaced_link_points_to_the_newer_mail(client, link):
    renew_link(link=link)

    page = client.get(url_of(link))

    assert "A newer link was sent in the place of this one" in page.content.decode()


@pytest.mark.parametrize("state", ["ended", "replaced", "used"])
def test_a_closed_link_takes_no_answer_and_keeps_the_text(client, link, state):
    url = url_of(link)
    if state == "ended":
        end(link)
    elif state == "replaced":
        renew_link(link=link)
    else:
        answer(client, url, **CONFIRMS)
    before = hash_of_all_tables()

    page = client.post(url, {"do": "check", "decision": "object", "reason": "A long reason.", "name": "Ama"})

    assert page.status_code == 409
    assert "A long reason." in page.content.decode()
    assert hash_of_all_tables() == before


def test_a_person_of_another_side_is_shown_their_own_way(client, record, link):
    client.force_login(record.officer)

    page = client.get(url_of(link))

    assert page.status_code == 403
    assert record.get_absolute_url() in page.content.decode()
    assert "Statistics Office of Malawi" in page.content.decode()


def test_a_person_of_another_side_cannot_answer(client, record, link):
    client.force_login(record.officer)
    before = hash_of_all_tables()

    page = client.post(url_of(link), CONFIRMS | {"do": "check"})

    assert page.status_code == 403
    assert hash_of_all_tables() == before


@pytest.mark.parametrize("role", [User.Role.EDITOR, User.Role.ADMINISTRATOR])
def test_the_secretariat_speaks_for_no_side(client, link, role):
    client.force_login(UserFactory(role=role))

    assert client.get(url_of(link)).status_code == 404


def test_somebody_else_who_is_signed_in_may_answer_a_link_passed_on(client, link):
    client.force_login(member_of(InstitutionFactory(), Membership.Role.STAFF))

    assert client.get(url_of(link)).status_code == 200


def test_an_institution_that_left_a_public_record_cannot_answer(client, record, link):
    Partnership.objects.filter(pk=record.pk).update(
        visibility="public", standing="public_source", source_url="https://example.org/source"
    )
    record.members.filter(institution=record.asks).update(institution=InstitutionFactory())

    page = answer(client, url_of(link), **CONFIRMS)

    assert page.status_code == 409
    assert "no longer takes part" in page.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(client, link, method):
    assert getattr(client, method)(url_of(link)).status_code == 405


def test_the_administration_reads_of_a_link_but_cannot_answer_by_it(client, link):
    client.force_login(UserFactory(role=User.Role.ADMINISTRATOR))

    page = client.get(f"/admin/partnerships/sidelink/{link.pk}/change/")

    assert page.status_code == 200
    assert "/c/" not in page.content.decode()
    assert AuditEntry.objects.filter(action=AuditEntry.Action.READ).count() == 1


# Row `partnership.confirmation_by_link` of the access matrix: `E` with the link that was sent to that side.
@pytest.mark.parametrize(
    ("role", "own_link", "other_sides_link"),
    [
        ("anon", 200, 200),
        ("pend", 200, 200),
        ("mem", 200, 200),
        ("gov_o", 200, 403),
        ("gov_x", 200, 200),
        ("don_o", 200, 403),
        ("don_x", 200, 200),
        ("ed", 404, 404),
        ("adm", 404, 404),
    ],
)
def test_who_answers_by_which_link(client, role, own_link, other_sides_link):
    company = cast()
    record = waiting_record_between(company)
    own, other = (company.donor, company.asks) if role == "don_o" else (company.asks, company.donor)
    person = company.people[role]
    if person:
        client.force_login(person)

    answers = [
        client.get(url_of(link_for(record, side, f"{side.pk}@statistics.example"))).status_code for side in (own, other)
    ]

    assert answers == [own_link, other_sides_link]


def waiting_record_between(company):
    """The ministry asks, the donor offers."""
    record = partnership_between(company.asks, company.donor, standing="one_side", visibility="parties")
    record.asks, record.officer = company.asks, UserFactory()
    return record


@pytest.mark.parametrize("state", ["open", "used"])
def test_who_takes_no_part_any_more_reads_nothing_of_what_is_not_public(client, record, state):
    link = link_for(record)
    if state == "used":
        answer(
            client,
            url_of(link),
            decision="correct",
            **{"fix-reform": "Digital files", **WHO, "agreed_visibility": "public"},
        )
    record.members.filter(institution=record.asks).update(institution=InstitutionFactory())

    page = client.get(url_of(link))

    assert page.status_code == 410
    assert record.title not in page.content.decode()
