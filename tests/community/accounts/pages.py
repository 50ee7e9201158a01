"""The pages of signing up and in as people send them, and the mail that they get."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from mail.models import Message

PASSWORD = "correct horse battery"
NEW = {"name": "Ada Obi", "email": "ada@example.org", "password1": PASSWORD}


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
