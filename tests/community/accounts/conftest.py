"""Somebody with an account, and quick passwords."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache

from tests.community.accounts.pages import PASSWORD
from tests.factories import UserFactory


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


@pytest.fixture
def second_factor(person):
    return Authenticator.objects.get(pk=TOTP.activate(person, "A" * 32).instance.pk)
