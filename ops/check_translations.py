"""Whether the catalogues hold exactly the texts of the code, and the compiled ones what they say.

Compiled catalogues are part of the repository, so that running the portal needs no gettext.
"""

import gettext
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from ops.places import PYTHON, ROOT

COMPLETE = {"fr"}  # the others may fall back to English here and there
SOURCES = (
    "p2pportal",
    "core",
    "mail",
    "community",
    "partnerships",
    "events",
    "knowledge",
    "results",
    "matching",
    "advice",
    "iati",
    "digests",
    "templates",
    "locale",
)


def read(file: Path) -> Catalog:
    with file.open("rb") as handle:
        return read_po(handle)


def keys(catalog: Catalog) -> set[tuple[str | None, object]]:
    return {(message.context, message.id) for message in catalog if message.id}


def forms(message: Message) -> list[str]:
    """The translations of a message: one, or one for each plural form."""
    return [message.string or ""] if isinstance(message.string, str | None) else list(message.string)


def text(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def missing(file: Path) -> list[str]:
    """Texts of a catalogue without a translation, or with one that was only guessed."""
    return [text(message) for message in read(file) if message.id and (message.fuzzy or not all(forms(message)))]


def out_of_step(file: Path) -> list[str]:
    """Texts that the compiled catalogue beside the file lacks or translates otherwise."""
    with file.with_suffix(".mo").open("rb") as handle:
        found: dict[object, str] = gettext.GNUTranslations(handle)._catalog  # type: ignore[attr-defined]
    wrong = []
    for message in read(file):
        if not message.id or message.fuzzy:
            continue
        identity = f"{message.context}\x04{text(message)}" if message.context else text(message)
        keyed = [(identity, number) for number in range(len(forms(message)))] if message.pluralizable else [identity]
        if any(form and found.get(key) != form for key, form in zip(keyed, forms(message), strict=True)):
            wrong.append(text(message))
    return wrong


def extracted(languages: list[str], copy: Path) -> None:
    """Run makemessages on a copy of the sources."""
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    wanted = [word for language in languages for word in ("--locale", language)]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(
        [PYTHON, "-m", "django", "makemessages", "--no-location", "--no-obsolete", "--verbosity", "0", *wanted],
        cwd=copy,
        env=environment,
        check=True,
    )


def faults() -> list[str]:
    files = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
    if not files:
        return ["locale/ holds no catalogue: run manage.py makemessages"]
    found = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        extracted([file.parts[-3] for file in files], copy)
        for file in files:
            language = file.parts[-3]
            now, then = keys(read(copy / file.relative_to(ROOT))), keys(read(file))
            found += [f"{language}: not in the catalogue: {words!r}" for _, words in sorted(now - then, key=str)]
            found += [f"{language}: no longer in the code: {words!r}" for _, words in sorted(then - now, key=str)]
            if not file.with_suffix(".mo").exists():
                found.append(f"{language}: the catalogue is not compiled")
                continue
            found += [f"{language}: compiled otherwise: {words!r}" for words in out_of_step(file)]
            if language in COMPLETE:
                found += [f"{language}: not translated: {words!r}" for words in missing(file)]
    return found


def main() -> int:
    if not shutil.which("xgettext"):
        print("Not checked: apt-get install gettext")
        return 1 if os.environ.get("CI") else 0
    found = faults()
    if found:
        print(*found, f"{len(found)} in all; makemessages, a translator and compilemessages mend them", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
