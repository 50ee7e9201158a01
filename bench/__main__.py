"""`make bench`: fill the database where it is not, measure every row, print the table, write the file.

    python -m bench [--size 100000] [--rounds 3] [--rows R1,R4] [--fresh]

Needs DATABASE_URL, as `ops.with_services` gives it; uses databases of its own on that server.
"""

import argparse
import os

import django

from bench import database

QUIET = {"DEBUG": "0", "DEMO_MODE": "0", "BASE_URL": "http://127.0.0.1", "ALLOWED_HOSTS": "127.0.0.1"}
UNLIMITED = {"API_REQUESTS_FROM_ADDRESS": "1000000000"}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", type=int, default=int(os.environ.get("BENCH_SIZE") or 100_000))
    parser.add_argument("--rounds", type=int, default=int(os.environ.get("BENCH_ROUNDS") or 5))
    parser.add_argument("--requests", type=int, default=5_000, help="for the memory of a worker; 0 leaves it out")
    parser.add_argument("--rows", default="", help="only these, such as R1,R4")
    parser.add_argument("--fresh", action="store_true", help="make the database anew")
    return parser.parse_args()


def main() -> None:
    chosen = arguments()
    url = database.address(os.environ["DATABASE_URL"], chosen.size)
    os.environ.update(QUIET | UNLIMITED, DATABASE_URL=url, DJANGO_SETTINGS_MODULE="p2pportal.settings")
    database.prepare(url, chosen.size, fresh=chosen.fresh)
    django.setup()
    from bench.measuring import measure  # noqa: PLC0415 - reads models, which are there from here on

    measure(url, size=chosen.size, count=chosen.rounds, requests=chosen.requests, rows=chosen.rows.split(","))


if __name__ == "__main__":
    main()
