"""`make bench-matching`: hide who offered, ask for the best peers of who asked, and see where they stand.

    python -m bench.matching [--pairs FILE.csv]

Needs DATABASE_URL, as `ops.with_services` gives it; uses a database of its own on that server, with the starting
register and nothing else. Writes `bench/matching.json` anew and prints a table. docs/matching.md says what such a
test can and cannot say.
"""

import argparse
import json
import os
import sys
from pathlib import Path

import django

from bench import database
from bench.__main__ import QUIET
from ops.places import ROOT

RESULTS = ROOT / "bench" / "matching.json"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("--pairs", type=Path, help="a file with the columns of the register's spreadsheet")
    chosen = parser.parse_args()
    url = database.named(os.environ["DATABASE_URL"], "portal_bench_matching")
    os.environ.update(QUIET, DATABASE_URL=url, DJANGO_SETTINGS_MODULE="p2pportal.settings")
    database.create(url)
    for words in (("migrate", "--no-input", "--verbosity", "0"), ("load_reference",), ("load_register",)):
        database.manage(*words, quiet=True)
    django.setup()
    from bench.matching.measuring import measure  # noqa: PLC0415 - reads models, which are there from here on
    from bench.matching.pairs import CannotRead  # noqa: PLC0415

    try:
        found = measure(chosen.pairs)
    except CannotRead as problem:
        sys.exit(f"{chosen.pairs}: {problem}")
    RESULTS.write_text(json.dumps(found.as_object(), indent=1) + "\n", encoding="utf-8")
    print(found.as_table())


if __name__ == "__main__":
    main()
