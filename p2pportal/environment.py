"""Reads settings from the environment, and says plainly which one is missing or wrong.

While `make run` is up, its embedded parts write their addresses to `var/services.env`; what the
environment names itself always wins over that file.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def read_environment() -> environ.Env:
    env = environ.Env()
    for name in (".env", "var/services.env"):
        if (BASE_DIR / name).exists():
            env.read_env(BASE_DIR / name, overwrite=False)
    return env


def required(env: environ.Env, name: str, example: str) -> str:
    """The value of a setting that has no safe default."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"Set {name} in the environment or in .env, for example {name}={example} "
            f"(every setting is explained in .env.example)."
        )
    return value


def broker_url(redis_url: str) -> str:
    """The same server in the form that Celery's transport expects.

    redis-py writes a socket as `unix:///path?db=0`, kombu as `redis+socket:///path?virtual_host=0`.
    """
    if not redis_url.startswith("unix://"):
        return redis_url
    path, _, query = redis_url.removeprefix("unix://").partition("?")
    database = query.removeprefix("db=") or "0"
    return f"redis+socket://{path}?virtual_host={database}"
