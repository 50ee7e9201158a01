"""What all tests share."""

import os

import pytest
from django.utils import translation

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser driver runs its own event loop


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hashing that is slow on purpose would be most of the suite's time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def media_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def own_files(settings, media_folder):
    """No test writes among the files of a portal that runs beside it."""
    settings.MEDIA_ROOT = str(media_folder)


KEEPING = (
    "p2pportal.home",
    "knowledge.listing",
    "knowledge.evidence_counts",
    "advice.lineage.ladder",
    "advice.lineage.lasting",
)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """What is kept for some seconds, whatever happens meanwhile, is of the test before."""
    for module in KEEPING:
        monkeypatch.setattr(f"{module}._kept.seconds", 0)
        monkeypatch.setattr(f"{module}._kept._values", {})


@pytest.fixture(autouse=True)
def english():
    """A page in another language leaves its language to the thread; each test starts with English."""
    with translation.override("en"):
        yield
