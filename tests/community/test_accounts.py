"""Signing up, signing in and the second factor, through the pages and the mail that people meet."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.urls import reverse

from community.forms import ProfileForm
from community.models import Profile, User
from mail.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
NEW = {"name": "Ada Obi", "email": "ada@example.org", "password1": PASSWORD}


@pytest.fixture(autouse=True)
def fresh_limits(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # so that tests are quick
    cache.clear()


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks, monkeypatch):
    """Runs what waits for the commit, without a broker."""
    monkeypatch.setattr("mail.services.nudge", lambda: None)
    return django_capture_on_commit_callbacks


@pytest.fixture
def person():
    return UserFactory(email="ada@example.org", password=PASSWORD)


def letters(recipient="ada@example.org"):
    return list(Message.objects.filter(recipient=recipient).order_by("pk"))


def code_in(message):
    return re.search(r"^[A-Z0-9]{3,}(?:-[A-Z0-9]{3,})+$", message.text, re.MULTILINE)[0]


def sign_up(client, **changes):
    return client.post("/accounts/signup/", NEW | changes)


def log_in(client, password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": "ada@example.org", "password": password}, **extra)


def log_in_and_confirm(client):
    """As before something grave: signing in alone does not do, the password is asked once more."""
    log_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def totp_code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


# --- Signing up ----------------------------------------------------------------------------------------


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


# --- No telling who has an account ----------------------------------------------------------------------


def text_of(response):
    """A page without what differs from one request to the next."""
    html = response.content.decode()
    html = re.sub(r'value="[A-Za-z0-9]{64}"|nonce="[^"]+"', "", html)
    return html.replace("ada@example.org", "…").replace("nobody@example.org", "…")


def both_answers(client_class, ask):
    known, unknown = client_class(), client_class()
    return ask(known, "ada@example.org"), ask(unknown, "nobody@example.org")


@pytest.mark.parametrize(
    ("address", "field", "more"),
    [
        ("/accounts/signup/", "email", {"name": "Ada Obi", "password1": PASSWORD}),
        ("/accounts/login/", "login", {"password": "not the password"}),
        ("/accounts/login/code/", "email", {}),
        ("/accounts/password/reset/", "email", {}),
    ],
)
def test_pages_answer_alike_whether_or_not_there_is_an_account(client, person, address, field, more):
    def ask(browser, email):
        first = browser.post(address, {field: email, **more})
        return (
            first.status_code,
            first.headers.get("Location"),
            text_of(browser.post(address, {field: email, **more}, follow=True)),
        )

    known, unknown = both_answers(type(client), ask)

    assert known == unknown


def test_second_sign_up_mails_the_owner_and_changes_nothing(client, person):
    sign_up(client, name="Mallory", password1="another password")

    (letter,) = letters()
    assert "There is one already" in letter.text
    person.refresh_from_db()
    assert person.name != "Mallory"
    assert person.check_password(PASSWORD)


def test_second_sign_up_takes_as_long_as_the_first(client, person, monkeypatch):
    hashed = []
    monkeypatch.setattr("community.accounts.make_password", hashed.append)

    sign_up(client)

    assert hashed == [PASSWORD]


def test_nobodys_mailbox_is_filled_by_sign_ups(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1000/m/ip", "confirm_email": "1000/m/key"}

    for _ in range(50):
        sign_up(type(client)())

    assert len(letters()) == 3


# --- Signing in ----------------------------------------------------------------------------------------


def test_sign_in_with_the_password(client, person):
    log_in(client)

    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_in_gives_the_session_a_new_key(client, person):
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    log_in(client)

    assert client.session.session_key != planted


def test_sign_in_with_a_mailed_code(client, person):
    response = client.post("/accounts/login/code/", {"email": "ada@example.org"})
    (letter,) = letters()

    client.post(response.url, {"code": code_in(letter)})

    assert client.session["_auth_user_id"] == str(person.pk)


def test_who_signed_up_with_anothers_address_is_locked_out_once_its_owner_comes(client):
    stranger, owner = type(client)(), client
    sign_up(stranger, password1="the stranger's own")

    response = owner.post("/accounts/login/code/", {"email": "ada@example.org"})
    owner.post(response.url, {"code": code_in(letters()[-1])})
    assert "_auth_user_id" in owner.session

    log_in(stranger, password="the stranger's own")
    assert "_auth_user_id" not in stranger.session
    stranger.get("/accounts/confirm-email/")
    stranger.post("/accounts/confirm-email/", {"code": "AAA-BBB"})
    assert "_auth_user_id" not in stranger.session
    assert owner.get("/accounts/email/").status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil",
        "https:evil",
        "%2F%2Fevil",
        "javascript:alert(1)",
        "/%09/evil",
        "https://portal@evil",
        "///evil.example",
    ],
)
def test_sign_in_leads_to_no_other_site(client, person, target):
    response = client.post("/accounts/login/", {"login": "ada@example.org", "password": PASSWORD, "next": target})

    # A path, however odd, stays with us; everything else falls back to the front page.
    assert response.url == (target if target == "/%09/evil" else "/")


def test_new_password_by_code(client, person):
    response = client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    response = client.post(response.url, {"code": code_in(letters()[0])})
    client.post(response.url, {"password1": "an entirely new one", "password2": "an entirely new one"})

    person.refresh_from_db()
    assert person.check_password("an entirely new one")
    assert letters()[-1].subject == "Your password was changed"


def test_change_of_password_ends_the_other_sessions_and_is_told(client, person):
    other = type(client)()
    log_in(client)
    log_in(other)

    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "an entirely new one", "password2": "an entirely new one"},
    )

    assert other.get("/accounts/email/").status_code == 302
    assert letters()[-1].subject == "Your password was changed"


def test_too_many_failures_say_so_and_a_code_still_opens(client, person):
    for _ in range(6):
        response = log_in(client, password="wrong")

    assert "Too many failed login attempts" in response.content.decode()
    elsewhere = type(client)(REMOTE_ADDR="192.0.2.7")
    response = elsewhere.post("/accounts/login/code/", {"email": "ada@example.org"})
    elsewhere.post(response.url, {"code": code_in(letters()[0])})
    assert elsewhere.session["_auth_user_id"] == str(person.pk)


def test_a_made_up_forwarded_address_does_not_lift_the_limit(client, person):
    answers = [
        client.post(
            "/accounts/login/",
            {"login": f"p{n}@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": f"198.51.100.{n}"},
        )
        for n in range(40)
    ]

    assert answers[-1].status_code == 429
    assert "Too many attempts" in answers[-1].content.decode()


def test_behind_a_proxy_each_visitor_has_a_limit_of_their_own(client, person, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(40):
        client.post(
            "/accounts/login/",
            {"login": f"p{n}@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": "198.51.100.1"},
        )

    response = log_in(client, headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.2"})

    assert response.status_code == 302


# --- Mail -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "forged", [{"Host": "localhost"}, {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example"}]
)
def test_links_in_mail_come_from_the_configured_address_only(client, person, settings, forged):
    settings.BASE_URL = "https://portal.example"

    sign_up(client)
    type(client)().post("/accounts/signup/", NEW, headers=forged)

    for letter in letters():
        hosts = set(re.findall(r"https?://([^/\s\"<]+)", letter.text + letter.html))
        assert hosts == {"portal.example"}


def test_a_forged_host_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["portal.example"]

    response = client.post("/accounts/password/reset/", {"email": "ada@example.org"}, headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert not Message.objects.exists()


# --- The second factor and the account's pages -----------------------------------------------------------


@pytest.fixture
def second_factor(person):
    return Authenticator.objects.get(pk=TOTP.activate(person, "A" * 32).instance.pk)


def test_second_factor_is_set_up_with_recovery_codes_and_told(client, person, on_commit):
    log_in_and_confirm(client)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret

    with on_commit(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": totp_code(secret)})

    codes = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    assert [letter.subject for letter in letters()] == ["Your second factor is on"]
    assert {factor.type for factor in person.authenticator_set.all()} == {"totp", "recovery_codes"}


def test_sign_in_asks_for_the_second_factor(client, person, second_factor):
    response = log_in(client)

    assert response.url == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session

    client.post(response.url, {"code": totp_code("A" * 32)})

    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_recovery_code_works_once(client, person, second_factor):
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    for browser in (client, other := type(client)()):
        browser.post(log_in(browser).url, {"code": code})

    assert "_auth_user_id" in client.session
    assert "_auth_user_id" not in other.session


def test_a_code_of_the_app_works_once(client, person, second_factor):
    code = totp_code("A" * 32)
    for browser in (client, other := type(client)()):
        browser.post(log_in(browser).url, {"code": code})

    assert "_auth_user_id" in client.session
    assert "_auth_user_id" not in other.session


def test_pages_that_change_the_account_ask_who_is_there(client, person):
    log_in(client)

    for address in ("/accounts/email/", "/accounts/2fa/totp/activate/"):
        response = client.post(address, {"action_add": "", "email": "new@example.org"})

        assert response.url.startswith("/accounts/reauthenticate/"), address
    assert not letters("new@example.org")


def test_change_of_address_waits_for_its_code_and_tells_the_old_one(client, person):
    log_in_and_confirm(client)

    response = client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    client.post(response.url, {"code": code_in(letters("new@example.org")[0])})

    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert letters()[-1].subject == "Your e-mail address was changed"


def test_sessions_page_ends_the_others(client, person):
    other = type(client)()
    log_in(client)
    log_in(other)

    assert client.get("/accounts/sessions/").status_code == 200
    client.post("/accounts/sessions/")

    assert other.get("/accounts/email/").status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/sessions/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
    ],
)
def test_pages_of_the_account_have_our_frame_and_no_inline_style(client, person, address):
    log_in_and_confirm(client)

    page = client.get(address).content.decode()

    assert 'class="site-head"' in page
    assert "style=" not in page


# --- The admin -------------------------------------------------------------------------------------------


def test_admin_sends_strangers_to_our_own_log_in(client):
    response = client.get("/admin/")
    login = client.get(response.url)

    assert login.url.startswith("/accounts/login/")


def test_admin_has_no_log_in_of_its_own(client, person):
    response = client.post("/admin/login/", {"username": "ada@example.org", "password": PASSWORD})

    assert response.url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_admin_is_closed_to_members_and_editors(client):
    for role in (User.Role.MEMBER, User.Role.EDITOR):
        client.force_login(UserFactory(role=role))

        assert client.get("/admin/", follow=True).status_code == 403


def test_admin_asks_an_administrator_for_the_second_factor(client, person, second_factor):
    User.objects.update(role=User.Role.ADMINISTRATOR)

    log_in(client)
    response = client.get("/admin/")
    assert response.status_code == 302

    client.post("/accounts/2fa/authenticate/", {"code": totp_code("A" * 32)})
    assert client.get("/admin/").status_code == 200


def test_members_cannot_take_a_reserved_name_later_either():
    member, editor = UserFactory(), UserFactory(role=User.Role.EDITOR)

    errors = [
        ProfileForm({"name": "EIP Secretariat"}, instance=Profile.objects.create(user=user)).errors.get("name")
        for user in (member, editor)
    ]

    assert errors == [["This name is kept for those who run the portal."], None]
