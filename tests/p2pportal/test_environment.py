"""Settings from the environment: one clear message for what is missing or wrong."""

import os
import subprocess
import sys
from pathlib import Path

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from p2pportal.environment import broker_url, required

ROOT = Path(__file__).resolve().parents[2]


def test_a_missing_setting_says_what_to_write(monkeypatch):
    monkeypatch.delenv("SOME_NAME", raising=False)

    with pytest.raises(ImproperlyConfigured, match=r"Set SOME_NAME .* SOME_NAME=an-example"):
        required(environ.Env(), "SOME_NAME", "an-example")


@pytest.mark.parametrize(
    ("redis_url", "expected"),
    [
        ("redis://host:6379/0", "redis://host:6379/0"),
        ("unix:///tmp/a/valkey.sock?db=2", "redis+socket:///tmp/a/valkey.sock?virtual_host=2"),
        ("unix:///tmp/a/valkey.sock", "redis+socket:///tmp/a/valkey.sock?virtual_host=0"),
    ],
)
def test_broker_url_is_in_the_form_that_celery_reads(redis_url, expected):
    assert broker_url(redis_url) == expected


def start_with(**changes):
    """`manage.py check` in an environment changed in these names."""
    env = {**os.environ, **changes}
    answer = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    return answer.returncode, answer.stderr


def test_a_database_that_is_no_postgres_is_refused():
    code, said = start_with(DATABASE_URL="sqlite:///db.sqlite3")

    assert code != 0
    assert "DATABASE_URL must name a Postgres database" in said


def test_a_number_that_is_none_names_its_setting():
    code, said = start_with(STATEMENT_TIMEOUT_MS="soon")

    assert code != 0
    assert "STATEMENT_TIMEOUT_MS" in said
