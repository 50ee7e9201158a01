"""The system user a database server runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVER_USER = "portal_pg"
SERVER_HOME = Path("/var/lib/portal_pg")


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int

    def credentials(self) -> dict[str, Any]:
        """Arguments that make `subprocess` start a program as this user."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_enter(self, folder: Path) -> bool:
        """Whether this user gets into a folder; asked of the system, since ACLs decide too."""
        question = ["/bin/sh", "-c", 'cd "$1" && ls . > /dev/null', "sh", str(folder)]
        return subprocess.run(question, cwd="/", stderr=subprocess.DEVNULL, **self.credentials()).returncode == 0

    def give(self, folder: Path) -> None:
        os.chown(folder, self.uid, self.gid)


def account_for(data: Path) -> Account:
    """Who serves a data directory: ourselves; for root its owner, or the user kept for that."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    return _server_user()


def _server_user() -> Account:
    try:
        entry = pwd.getpwnam(SERVER_USER)
    except KeyError:
        if not shutil.which("useradd"):
            raise SystemExit(
                f"PostgreSQL does not run as root and there is no `useradd` to make it a user: "
                f"create a user named {SERVER_USER}, run as an ordinary user, or set DATABASE_URL."
            ) from None
        # Another start may be making the same user: what counts is that it is there afterwards.
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER], check=False
        )
        entry = pwd.getpwnam(SERVER_USER)
    return Account(entry.pw_uid, entry.pw_gid)
