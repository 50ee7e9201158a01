"""`make check`: every rule that a machine can hold, one line each; all run, and any failure fails.

python -m ops.check [WORD]    only the checks whose name holds the word
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from ops.places import ROOT, VENV_BIN

# Complete settings that name no machine: nothing below connects to anything.
SETTINGS = {
    "SECRET_KEY": "a-key-for-the-checks-only-long-enough-for-the-deployment-check-0123456789",
    "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://portal:password@127.0.0.1:1",
}
PRODUCTION = SETTINGS | {
    "DEBUG": "False",
    "DEMO_MODE": "False",
    "BASE_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": "portal.example.org",
    "TRUSTED_PROXY_COUNT": "1",
}
COMPOSE = {
    "SECRET_KEY": "x",
    "POSTGRES_PASSWORD": "x",
    "SITE_NAME": "portal.example.org",
    "BASE_URL": "https://portal.example.org",
    "EMAIL_URL": "smtp://127.0.0.1:1",
}
MOST_LINES = 40


@dataclass(frozen=True)
class Check:
    name: str
    command: list[str]
    env: Mapping[str, str] = field(default_factory=lambda: SETTINGS)

    def run(self) -> tuple[bool, str]:
        program, *arguments = self.command
        done = subprocess.run(
            [str(VENV_BIN / program), *arguments],
            cwd=ROOT,
            env={**os.environ, **self.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.returncode == 0, done.stdout.strip()


CHECKS = [
    Check("format", ["ruff", "format", "--check", "--output-format", "concise", "."]),
    Check("lint", ["ruff", "check", "--output-format", "concise", "."]),
    Check("types", ["mypy"]),
    Check("import contracts", ["lint-imports"]),
    Check("templates", ["djlint", "templates", "--lint", "--quiet"]),
    Check(
        "migrations in step",
        ["python", "-W", "ignore::RuntimeWarning", "manage.py", "makemigrations", "--check", "--dry-run"],
    ),
    Check("deployment settings", ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    Check("translations in step", ["python", "-m", "ops.check_translations"]),
    Check("dependencies fit", ["python", "-m", "pip", "check"]),
    Check("docker-compose.yml", ["docker-compose", "--file", "docker-compose.yml", "config", "--quiet"], COMPOSE),
    Check("Dockerfile", ["hadolint", "Dockerfile"]),
]


def main() -> int:
    word = " ".join(sys.argv[1:])
    failed = []
    for check in CHECKS:
        if word not in check.name:
            continue
        began = time.monotonic()
        good, words = check.run()
        print(f"{'ok    ' if good else 'FAILED'}  {check.name:<22} {time.monotonic() - began:5.1f} s", flush=True)
        if not good:
            failed.append(check.name)
            lines = words.splitlines()
            print("\n".join("        " + line for line in lines[:MOST_LINES]), flush=True)
            if len(lines) > MOST_LINES:
                print(f"        … and {len(lines) - MOST_LINES} lines more: {' '.join(check.command)}", flush=True)
    if failed:
        print(f"\n{len(failed)} failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
