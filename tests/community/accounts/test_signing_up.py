"""Signing up, through the pages and the mail that people meet."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from community.forms import ProfileForm
from community.models import Profile, User
from mail.models import Message
from tests.community.accounts.pages import PASSWORD, code_in, letters, log_in, sign_up
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_sign_up_sends_a_code_and_the_code_opens_the_account(client):
    client.cookies["django_language"] = "fr"

    response = sign_up(client)

    assert response.url == reverse("account_email_verification_sent")
    (letter,) = letters()
    assert (letter.purpose, letter.language) == ("account", "fr")
    assert not EmailAddress.objects.get().verified

    response = client.post(response.url, {"code": code_in(letter)})

    user = User.objects.get()
    assert response.status_code == 302
    assert EmailAddress.objects.get().verified
    assert (user.name, user.email, user.role) == ("Ada Obi", "ada@example.org", "member")
    assert Profile.objects.get(user=user).locale == "fr"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_code_opens_nothing(client):
    verify = sign_up(client).url

    response = client.post(verify, {"code": "AAA-BBB"})

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
    assert not EmailAddress.objects.get().verified


def test_unverified_address_cannot_sign_in_with_its_password(client):
    UserFactory(email="ada@example.org", password=PASSWORD, verified=False)

    log_in(client)

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "name",
    [
        "EIP Secretariat",
        "EIP Secret\u0430riat",  # with a Cyrillic letter
        "Administrator",
        "\u0430dmin",
        "Sécrétariat du PEI",
        "Visit www.evil.example",
        "Ada <ada@example.org>",
        "\u202eadA",
        "🙂",
        "   ",
    ],
)
def test_sign_up_refuses_names_that_deceive_or_say_nothing(client, name):
    response = sign_up(client, name=name)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["name"]
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["Ada Obi", "Nguyễn Thị Minh Khai", "Олена Петренко", "محمد علي", "Jean-Marc O’Neill"])
def test_sign_up_takes_the_names_people_have(client, name):
    sign_up(client, name=name)

    assert User.objects.get().name == name


def test_a_line_break_in_a_name_reaches_no_header(client):
    sign_up(client, name="Ada\r\nBcc: evil")

    assert User.objects.get().name == "Ada Bcc: evil"
    assert all("\n" not in letter.subject for letter in letters())


@pytest.mark.parametrize(
    "email", ["a@b", "x" * 320 + "@x.org", "ada@x.org\r\nBcc: evil@y.org", "ada@x.org,evil@y.org", "ada", ""]
)
def test_sign_up_refuses_what_is_no_address(client, email):
    response = sign_up(client, email=email)

    assert list(response.context["form"].errors) == ["email"]
    assert not Message.objects.exists()


@pytest.mark.parametrize("password", ["short", "        ", "p" * 100_000, "password12", "a\x00" * 8])
def test_sign_up_refuses_weak_and_endless_passwords(client, password):
    response = sign_up(client, password1=password)

    assert "password1" in response.context["form"].errors
    assert not User.objects.exists()


def test_password_of_sixty_letters_of_any_script_works(client):
    password = "пароль" * 10 + "🙂"
    letter_to = sign_up(client, password1=password).url
    client.post(letter_to, {"code": code_in(letters()[0])})
    client.post("/accounts/logout/")

    response = log_in(client, password=password)

    assert response.status_code == 302


def test_page_names_how_data_is_treated(client):
    page = client.get("/accounts/signup/").content.decode()

    assert reverse("privacy") in page


def test_members_cannot_take_a_reserved_name_later_either():
    member, editor = UserFactory(), UserFactory(role=User.Role.EDITOR)

    errors = [
        ProfileForm({"name": "EIP Secretariat"}, instance=Profile.objects.create(user=user)).errors.get("name")
        for user in (member, editor)
    ]

    assert errors == [["This name is kept for those who run the portal."], None]
