"""What the portal's programs are told: the addresses of the parts that run.

While they run, `var/services.env` says the same to `manage.py` in another terminal.
"""

import os
import secrets
from pathlib import Path

from ops.places import ROOT, VAR

SERVICES_ENV = VAR / "services.env"


def read_env_file(file: Path) -> dict[str, str]:
    """The `NAME=value` lines of a file; empty when there is none."""
    if not file.exists():
        return {}
    lines = (line.strip() for line in file.read_text().splitlines())
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip().removeprefix("export "): value.strip().strip("\"'") for name, _, value in pairs}


def chosen() -> dict[str, str]:
    """What somebody set: the environment first, then `.env`. An empty value counts as not set."""
    values = {**read_env_file(ROOT / ".env"), **os.environ}
    return {name: value for name, value in values.items() if value}


def secret_key() -> str:
    """A key made once for this checkout, so that sessions outlive a restart."""
    file = VAR / "secret_key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(48))
    return file.read_text().strip()


def write(values: dict[str, str]) -> None:
    """Replace the file in one step: nobody reads half of it, and only its owner reads it at all."""
    fresh = SERVICES_ENV.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.writelines(f"{name}={value}\n" for name, value in values.items())
    fresh.replace(SERVICES_ENV)


def remove() -> None:
    SERVICES_ENV.unlink(missing_ok=True)


def environment(values: dict[str, str]) -> dict[str, str]:
    """The environment of the portal's programs.

    Compiled files are wanted, whatever the machine says: without them each start compiles anew.
    """
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, **values, "PYTHONUNBUFFERED": "1"}
