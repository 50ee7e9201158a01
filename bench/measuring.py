"""The whole measurement, one operation after the other."""

import contextlib
import os
from typing import Any

import psycopg2

from bench import bare_sql, database, results
from bench.digests import measure_digests
from bench.iati import measure_iati
from bench.load import Visits, crowd, rounds
from bench.mail import measure_mail
from bench.operations import Operation, operations
from bench.peers import measure_peers
from bench.queries import most_queries
from bench.server import Server, serving
from community.models import Institution
from ops import assets

READERS = 50_000


def measure(url: str, *, size: int, count: int, requests: int, rows: list[str]) -> None:
    assets.collect(os.environ)
    every = operations()
    asked = [operation for operation in every if not any(rows) or operation.row in rows]
    found: list[dict[str, Any]] = []
    with contextlib.closing(database.connect(url)) as connection:
        print(results.HEAD, flush=True)
        with (
            serving("bench-baseline", "bench.baseline_settings", connection) as bare,
            serving("bench-portal", "p2pportal.settings", connection) as portal,
        ):
            baseline = Visits(bare, [f"/{pk}" for pk in Institution.objects.values_list("pk", flat=True)[:500]])
            for operation in asked:
                result = one(operation, baseline, portal, connection, size=size, count=count)
                print(results.line(result), flush=True)
                found.append(result.as_row())
        if not any(rows) or "R9" in rows:
            mailed = measure_mail(count)
            print(mailed.line(), flush=True)
            found.append(mailed.as_row())
        if not any(rows) or "R12" in rows:
            built = measure_digests(READERS)
            print(built.line(), flush=True)
            found.append(built.as_row())
        if not any(rows) or "R16" in rows:
            matched = measure_peers()
            print(matched.line(), flush=True)
            found.append(matched.as_row())
        if not any(rows) or "R17" in rows:
            brought = measure_iati()
            print(brought.line(), flush=True)
            found.append(brought.as_row())
        if requests and (not any(rows) or "R15" in rows):
            with serving("bench-memory", "p2pportal.settings", connection) as portal:
                memory = remembered(portal, every, size, requests)
            print(results.memory_line(memory))
            found.append(memory.as_row())
    results.write(found)


def visits_of(operation: Operation, portal: Server) -> Visits:
    return Visits(portal, operation.paths, operation.cookies, operation.unchanged)


def one(
    operation: Operation,
    baseline: Visits,
    portal: Server,
    connection: "psycopg2.extensions.connection",
    *,
    size: int,
    count: int,
) -> results.Result:
    page = visits_of(operation, portal)
    operation.before()
    return results.Result(
        operation,
        size,
        rounds=list(rounds(baseline, page, count)),
        queries=most_queries(operation),
        sql_ms=bare_sql.milliseconds(operation, connection),
    )


def remembered(portal: Server, every: list[Operation], size: int, requests: int) -> results.Memory:
    """The memory of a fresh worker that serves all pages to several people at once."""
    visits = [visits_of(operation, portal) for operation in every]
    shares = [operation.share for operation in every]
    crowd(visits, shares, requests // 5)
    early = portal.memory()
    crowd(visits, shares, requests - requests // 5)
    return results.Memory(size, requests, early, portal.memory(), portal.peak_memory())
