"""The pages of invitations: the list with its form, and what the link in a mail opens."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from community.invitation_links import url_of
from community.models import Invitation, Membership, User
from core.signed_links import sign
from mail.models import Message
from tests.factories import InstitutionFactory, InvitationFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
Status = Invitation.Status
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def ministry():
    return InstitutionFactory(name="Ministry of Records", slug="records")


@pytest.fixture
def focal_point(ministry, client):
    person = member_of(ministry, name="Fola Point")
    client.force_login(person)
    return person


LIST = "/en/institutions/records/invitations/"


def send(client, addresses="", **more):
    return client.post(LIST, {"addresses": addresses, "role": "staff", "language": "en"} | more)


def invited():
    return sorted(Invitation.objects.values_list("email", flat=True))


# --- Inviting ----------------------------------------------------------------------------------------


def test_one_address_goes_and_leads_back_to_the_list(client, focal_point):
    answer = send(client, "ada@example.org", next_path="http://127.0.0.1:8000/en/about/")

    assert (answer.status_code, answer.url) == (302, LIST)
    assert Invitation.objects.get().next_path == "/en/about/"
    assert "ada@example.org" in client.get(LIST).content.decode()


def test_the_good_ones_go_and_the_broken_and_doubled_are_named_and_kept(client, focal_point):
    answer = send(client, "ada@example.org\nnonsense\nADA@example.org\nbob@example.org")

    assert invited() == ["ada@example.org", "bob@example.org"]
    assert [(entry.place, entry.text) for entry, _ in answer.context["left"]] == [
        ("Line 2", "nonsense"),
        ("Line 3", "ADA@example.org"),
    ]
    assert answer.context["form"].initial["addresses"] == "nonsense"


def test_a_foreign_address_is_a_question_and_a_tick_answers_it(client, focal_point, ministry):
    ministry.website = "https://www.records.gov.example/"
    ministry.save()
    focal_point.email = "fola@records.gov.example"
    focal_point.save()

    answer = send(client, "ada@records.gov.example\nbob@elsewhere.example")

    assert invited() == ["ada@records.gov.example"]
    assert [entry.address for entry in answer.context["strangers"]] == ["bob@elsewhere.example"]
    kept = answer.context["form"].initial["addresses"]
    assert send(client, kept, also="bob@elsewhere.example").status_code == 302
    assert invited() == ["ada@records.gov.example", "bob@elsewhere.example"]


def test_a_tick_for_an_address_that_is_not_in_the_list_sends_nothing(client, focal_point):
    send(client, "ada@example.org", also="victim@example.com")

    assert invited() == ["ada@example.org"]


def test_a_file_is_read_beside_what_was_typed(client, focal_point):
    file = SimpleUploadedFile("staff.csv", b"Email\nbob@example.org\nbroken\n")

    answer = send(client, "ada@example.org", file=file)

    assert invited() == ["ada@example.org", "bob@example.org"]
    assert [entry.place for entry, _ in answer.context["left"]] == ["Row 3"]


BAD = {
    "nothing": {},
    "a megabyte": {"addresses": "a" * 1_000_000},
    "a zero byte": {"addresses": "ada@example.org\x00"},
    "too many": {"addresses": "\n".join(f"p{n}@example.org" for n in range(201))},
    "another site": {"addresses": "ada@example.org", "next_path": "https://evil.example/"},
    "no scheme": {"addresses": "ada@example.org", "next_path": "//evil.example/"},
    "a backslash": {"addresses": "ada@example.org", "next_path": "/\\evil.example/"},
    "a script": {"addresses": "ada@example.org", "next_path": "javascript:alert(1)"},
    "no such page": {"addresses": "ada@example.org", "next_path": "/en/no/such/page/"},
    "a role there is not": {"addresses": "ada@example.org", "role": "administrator"},
    "a language there is not": {"addresses": "ada@example.org", "language": "xx"},
    "an empty file": {"file": SimpleUploadedFile("a.csv", b"")},
    "a picture": {"file": SimpleUploadedFile("a.csv", b"\x89PNG\r\n\x1a\n")},
    "a large file": {"file": SimpleUploadedFile("a.csv", b"a" * 1_100_000)},
}


@pytest.mark.parametrize("fields", BAD.values(), ids=BAD)
def test_bad_input_is_told_and_kept_and_sends_nothing(client, focal_point, fields):
    answer = send(client, **fields)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert answer.context["form"]["addresses"].value() == fields.get("addresses", "")
    assert invited() == []


@pytest.mark.parametrize("count", [1, 10])
def test_list_query_count_does_not_grow(client, ministry, focal_point, count, django_assert_max_num_queries):
    for _ in range(count):
        InvitationFactory(institution=ministry)
    client.get(LIST)

    with django_assert_max_num_queries(7):
        client.get(LIST)


def test_buttons_send_again_and_withdraw(client, ministry, focal_point):
    invitation = InvitationFactory(institution=ministry, invited_by=focal_point)

    client.post(f"/en/invitations/{invitation.pk}/send/")
    client.post(f"/en/invitations/{invitation.pk}/withdraw/")
    late = client.post(f"/en/invitations/{invitation.pk}/send/", follow=True)

    invitation.refresh_from_db()
    assert (invitation.status, Message.objects.count()) == (Status.WITHDRAWN, 1)
    assert "answered or withdrawn already" in late.content.decode()


@pytest.mark.parametrize("action", ["send", "withdraw"])
def test_buttons_are_not_for_others(client, action):
    invitation = InvitationFactory()
    client.force_login(member_of(InstitutionFactory()))

    assert client.post(f"/en/invitations/{invitation.pk}/{action}/").status_code == 404
    assert client.get(f"/en/invitations/{invitation.pk}/{action}/").status_code == 405


# --- The link ------------------------------------------------------------------------------------------


@pytest.fixture
def invitation(ministry):
    sender = member_of(ministry, name="Fola Point")
    return InvitationFactory(
        institution=ministry, email="ada@example.org", invited_by=sender, next_path="/en/about/", language="en"
    )


@pytest.fixture
def link(invitation):
    return url_of(invitation).removeprefix("http://127.0.0.1:8000")


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(client, method, link):
    before = Invitation.objects.values().get()

    for _ in range(3):
        assert getattr(client, method)(link).status_code == 200

    assert Invitation.objects.values().get() == before


def test_the_page_tells_who_invites_to_what(client, link):
    page = client.get(link).content.decode()

    assert "Fola Point invites you to join Ministry of Records" in page
    assert "email=ada%40example.org" in page


def test_the_page_is_the_same_whether_or_not_the_address_has_an_account(client, link):
    def body():
        return re.sub(r'(nonce|value)="[^"]*"', "", client.get(link).content.decode())

    before = body()
    UserFactory(email="ada@example.org")

    assert body() == before


def test_a_new_person_signs_up_comes_back_and_joins(client, invitation, link):
    page = client.get(link).content.decode()
    sign_up = unquote(re.search(r'href="(/accounts/signup/[^"]*)"', page)[1]).replace("&amp;", "&")
    form = client.get(sign_up).content.decode()
    assert 'value="ada@example.org"' in form

    new = {"name": "Ada Obi", "email": "ada@example.org", "password1": PASSWORD, "next": link}
    verify = client.post("/accounts/signup/", new)
    (letter,) = Message.objects.filter(recipient="ada@example.org", purpose="account")
    code = re.search(r"^[A-Z0-9]{3,}(?:-[A-Z0-9]{3,})+$", letter.text, re.MULTILINE)[0]
    back = client.post(verify.url, {"code": code})
    assert back.url == link
    answer = client.post(f"{link}accept/")

    assert answer.url == "/en/about/"
    membership = Membership.objects.get(user__email="ada@example.org")
    assert (membership.status, membership.decided_by) == ("active", invitation.invited_by)


def test_who_has_an_account_signs_in_comes_back_and_joins(client, link):
    UserFactory(email="ada@example.org", password=PASSWORD)
    page = client.get(link).content.decode()
    sign_in = re.search(r'href="(/accounts/login/[?]email[^"]*)"', page)[1].replace("&amp;", "&")
    assert 'value="ada@example.org"' in client.get(sign_in).content.decode()

    back = client.post("/accounts/login/", {"login": "ada@example.org", "password": PASSWORD, "next": link})
    assert back.url == link
    client.post(f"{link}accept/")

    assert Membership.objects.get(user__email="ada@example.org").status == "active"


def test_the_invited_person_lands_in_their_own_language(client, link):
    client.force_login(UserFactory(email="ada@example.org"))

    answer = client.post(f"{link.replace('/en/', '/fr/')}accept/")

    assert answer.url == "/fr/about/"


def test_accept_without_signing_in_leads_to_the_page(client, link):
    assert client.post(f"{link}accept/").url == link
    assert Invitation.objects.get().status == Status.SENT


def test_another_person_is_told_how_to_go_on_and_cannot_join(client, link):
    client.force_login(UserFactory(email="bob@example.org"))

    page = client.get(link).content.decode()
    answer = client.post(f"{link}accept/", follow=True)

    assert 'You are signed in as <bdi dir="ltr">bob@example.org</bdi>' in page
    assert f"{link}accept/" not in page
    assert "sent to another address" in answer.content.decode()
    assert not Membership.objects.filter(user__email="bob@example.org").exists()


OVER = {
    Status.ACCEPTED: "This invitation was accepted.",
    Status.DECLINED: "This invitation was declined.",
    Status.WITHDRAWN: "This invitation was withdrawn.",
    Status.EXPIRED: "This invitation was open until",
}


@pytest.mark.parametrize(("status", "words"), OVER.items())
def test_what_is_over_says_so_plainly(client, status, words, link):
    Invitation.objects.update(status=status)

    page = client.get(link).content.decode()

    assert words in page
    assert "/accept/" not in page
    assert "/decline/" not in page


def test_what_nobody_marked_as_expired_yet_says_so_too(client, link):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert OVER[Status.EXPIRED] in client.get(link).content.decode()


@pytest.mark.parametrize(
    "change", [lambda token: token[:-2], lambda token: token.lower(), lambda token: "12", lambda token: f"{token}="]
)
def test_a_cut_or_changed_link_opens_nothing(client, invitation, change, link):
    *_, token, _end = link.split("/")
    broken = reverse("community:invitation", args=[change(token)])

    assert client.get(broken).status_code == 404
    assert client.post(f"{broken}accept/").status_code == 404
    assert client.get(f"{broken}decline/").status_code == 404


def test_a_link_of_another_kind_opens_nothing(client, invitation):
    assert client.get(reverse("community:invitation", args=[sign("mail-choices", invitation.pk)])).status_code == 404


def test_declining_takes_a_tick_and_no_account(client, link):
    page = f"{link}decline/"

    client.get(page)
    client.post(page)  # what a program does that presses every button
    assert Invitation.objects.get().status == Status.SENT
    client.post(page, {"sure": "on"})

    assert Invitation.objects.get().status == Status.DECLINED
    assert client.get(page).url == link


def test_the_institution_leads_to_its_invitations(client, focal_point):
    assert LIST in client.get("/en/institutions/records/").content.decode()


def test_the_admin_sends_again_and_withdraws(client, invitation):
    client.force_login(UserFactory(role=User.Role.ADMINISTRATOR))
    url = reverse("admin:community_invitation_changelist")

    client.post(url, {"action": "send_anew", "_selected_action": [invitation.pk]})
    client.post(url, {"action": "withdraw", "_selected_action": [invitation.pk]})
    refused = client.post(url, {"action": "send_anew", "_selected_action": [invitation.pk]}, follow=True)

    invitation.refresh_from_db()
    assert (invitation.status, Message.objects.count()) == (Status.WITHDRAWN, 1)
    assert "answered or withdrawn already" in refused.content.decode()
