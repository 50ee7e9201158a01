"""From a bare checkout to installed dependencies; needs nothing but the system's Python.

    python3 ops/bootstrap.py run|dev

`run` installs what the portal needs, `dev` what tests and checks need besides. Standard library
only, and in words that Python 3.7 reads: it explains itself where Python is too old.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
REQUIREMENTS = {"run": ["requirements.txt"], "dev": ["requirements.txt", "requirements-dev.txt"]}
PROGRAMS = {
    "chromium": ("chromium", "the browser tests"),
    "msgfmt": ("gettext", "the check of the translations"),
}
LIBRARIES = {
    "libpango-1.0.so.0": ("libpango-1.0-0", "PDF files"),
    "libpangoft2-1.0.so.0": ("libpangoft2-1.0-0", "PDF files"),
    "libharfbuzz-subset.so.0": ("libharfbuzz-subset0", "PDF files"),
}
FONTS = Path("/usr/share/fonts")
# Any font with such letters in it does: DejaVu has those of the portal's four languages, Noto those of titles in others.
LETTERS = {
    "fonts-dejavu-core": ("DejaVuSans.ttf", "NotoSansArabic*", "NotoNaskhArabic*"),
    "fonts-noto-core": ("NotoSansEthiopic*", "NotoSerifEthiopic*"),
}


def say(line: str) -> None:
    print(line, flush=True)


def require_python() -> None:
    if sys.version_info < OLDEST:
        running = ".".join(str(number) for number in sys.version_info[:3])
        sys.exit(f"The portal needs Python 3.11 or later; this is {running}. Try: make PYTHON=python3.12 run")
    try:
        import ensurepip  # noqa: F401, PLC0415 asked for here to say which package is missing
        import venv  # noqa: F401, PLC0415 the same
    except ImportError:
        sys.exit("Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv")


def make_environment() -> None:
    if PYTHON.exists() and works(PYTHON):
        return
    say("Making the virtual environment .venv …")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def works(python: Path) -> bool:
    """Whether that Python starts and is young enough; one whose system Python went away does not."""
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([str(python), "-c", question], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def install(purpose: str) -> None:
    """Install the requirements unless this very list was installed before."""
    if any(stamp_of(wider).exists() for wider in (purpose, "dev")):
        return
    say("Installing the Python packages (a minute or two the first time) …")
    file = ROOT / REQUIREMENTS[purpose][-1]
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check", "--no-input"]
    if subprocess.run([*pip, "-r", str(file)], cwd=ROOT, stdin=subprocess.DEVNULL).returncode:
        sys.exit(f"The packages of {file.name} could not be installed; see above.")
    # Packages that came without compiled files would be compiled at each start anew.
    subprocess.run([str(PYTHON), "-m", "compileall", "-q", "-j", "0", str(VENV / "lib")], stdout=subprocess.DEVNULL)
    for old in VENV.glob("installed-*"):
        old.unlink()
    stamp_of(purpose).touch()


def stamp_of(purpose: str) -> Path:
    content = b"".join((ROOT / name).read_bytes() for name in [*REQUIREMENTS[purpose], "constraints.txt"])
    return VENV / f"installed-{purpose}-{hashlib.sha256(content).hexdigest()[:16]}"


def missing_packages() -> list[tuple[str, str]]:
    """System packages that are not there, each with what will not work without it."""
    programs = [need for program, need in PROGRAMS.items() if not shutil.which(program)]
    libraries = [need for library, need in LIBRARIES.items() if not loads(library)]
    lacking = [
        package for package, names in LETTERS.items() if not any(next(FONTS.rglob(name), None) for name in names)
    ]
    return programs + libraries + [(package, "PDF files") for package in lacking]


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def provide_system_packages(purpose: str) -> None:
    """Install what is missing where we may; else name it in one line and go on."""
    missing = missing_packages()
    if purpose == "run":
        # Running the portal needs no browser and no translator's tools.
        missing = [need for need in missing if need[1] == "PDF files"]
    if not missing:
        return
    names = [name for name, _ in missing]
    tried = ROOT / "var" / "apt-tried"  # a start does not wait again for packages that cannot be had
    may_try = purpose == "dev" or not tried.exists()
    if may_try and os.geteuid() == 0 and shutil.which("apt-get"):
        tried.touch()
        say("Installing system packages: {} …".format(" ".join(names)))
        if apt_get("update") and apt_get("install", *names):
            return
    what = ", ".join(sorted({use for _, use in missing}))
    say("Without these system packages {} will not work: apt-get install {}".format(what, " ".join(names)))


def apt_get(*words: str) -> bool:
    command = ["apt-get", "-qq", "-y", "--no-install-recommends", *words]
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return done.returncode == 0


def main() -> None:
    require_python()
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        make_environment()
        provide_system_packages(purpose)
        install(purpose)


if __name__ == "__main__":
    main()
