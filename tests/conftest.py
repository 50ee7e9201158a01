"""What all tests share."""

import os

import pytest
from django.utils import translation

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser driver runs its own event loop


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hashing that is slow on purpose would be most of the suite's time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def english():
    """A page in another language leaves its language to the thread; each test starts with English."""
    with translation.override("en"):
        yield
