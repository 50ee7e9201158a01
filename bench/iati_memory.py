"""How much memory a process of its own needs to read a file and stage it: `python -m bench.iati_memory FILE`."""

import resource
import sys
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402 the settings come first

from iati import reading_jobs  # noqa: E402
from iati.models import Reading, Source  # noqa: E402
from iati.reading.reader import read  # noqa: E402


class Undo(Exception):
    """Takes back what was staged."""


def main(path: Path) -> None:
    try:
        with transaction.atomic():
            reading = Reading.objects.create(source=Source.objects.create(name="bench"))
            with path.open("rb") as stream:
                reading_jobs.stage(reading, read(stream))
            raise Undo
    except Undo:
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
