"""R17: reading a published file into the register, beside a bare importer that copies the same facts into plain tables.

Both read the same generated file (20,000 activities, 77 MB) in the same run. The bare importer parses, extracts and
copies; it checks nothing, finds nothing again and knows no partnership. Everything is rolled back.
"""

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from iati import reading_jobs
from iati.importing.write import write
from iati.models import Reading, Source
from iati.reading.reader import read
from partnerships.imports.importer import Importer

ACTIVITIES = 20_000
LEAST_SHARE = 0.6
MOST_GROWTH = 1.1
COUNTRIES = ("KE", "UG", "RW", "GH", "SN", "ET", "TZ", "MZ", "ZM", "MW")
SECTORS = ("15110", "15111", "15118", "16062", "15130", "15142", "43082", "15125")
PLAIN = """
CREATE TEMP TABLE bare_activity (id text, title text, description text, status text, start text, until text) ON COMMIT DROP;
CREATE TEMP TABLE bare_org (id text, ref text, role text, kind text, name text) ON COMMIT DROP;
CREATE TEMP TABLE bare_code (id text, kind text, code text, percentage text) ON COMMIT DROP;
CREATE TEMP TABLE bare_money (id text, kind text, value text, currency text, day text) ON COMMIT DROP;
CREATE TEMP TABLE bare_link (id text, url text, title text, category text) ON COMMIT DROP;
"""


@dataclass(frozen=True)
class IatiResult:
    activities: int
    megabytes: float
    parse_only: float
    bare: float
    ours: float
    peaks: list[tuple[int, float]]

    @property
    def share(self) -> float:
        return self.ours / self.bare

    @property
    def growth(self) -> float:
        return self.peaks[-1][1] / self.peaks[0][1]

    @property
    def verdict(self) -> str:
        if self.share < LEAST_SHARE:
            return f"under {LEAST_SHARE:.0%}"
        return "holds" if self.growth <= MOST_GROWTH else f"memory grows {self.growth:.2f}×"

    def as_row(self) -> dict[str, Any]:
        return {
            "row": "R17",
            "size": self.activities,
            "activities_a_second": round(self.ours),
            "bare_copy_a_second": round(self.bare),
            "parse_only_a_second": round(self.parse_only),
            "share": round(self.share, 2),
            "peak_mb": {str(megabytes): round(peak) for megabytes, peak in self.peaks},
        }

    def line(self) -> str:
        peaks = ", ".join(f"{peak:.0f} MB at {megabytes} MB" for megabytes, peak in self.peaks)
        return (
            f"R17  IATI, {self.activities:,} activities ({self.megabytes:.0f} MB): {self.ours:,.0f} a second with write, "
            f"{self.share:.0%} of the bare copy's {self.bare:,.0f}; read only {self.parse_only:,.0f}; peak {peaks}  "
            f"{self.verdict}"
        )


def measure_iati(count: int = ACTIVITIES) -> IatiResult:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xml"
        make_file(path, count)
        parse_only = _a_second(count, lambda: _read_all(path))
        bare = _undone(count, lambda: bare_copy(path))
        ours = _undone(count, lambda: our_import(path))
        small = Path(folder) / "small.xml"
        make_file(small, count // 4)
        peaks = [(_megabytes(each), _peak(each)) for each in (small, path)]
        return IatiResult(count, path.stat().st_size / 1e6, parse_only, bare, ours, [(round(m), p) for m, p in peaks])


# --- The file ----------------------------------------------------------------------------------------------


def make_file(path: Path, count: int) -> None:
    with path.open("wb") as file:
        file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n')
        for number in range(count):
            file.write(_activity(number).encode())
        file.write(b"</iati-activities>\n")


def _activity(number: int) -> str:
    country, sector = COUNTRIES[number % len(COUNTRIES)], SECTORS[number % len(SECTORS)]
    year = 2005 + number % 18
    payments = "".join(
        f'<transaction ref="t{part}"><transaction-type code="{2 if part == 0 else 3}"/>'
        f'<transaction-date iso-date="{year}-{part + 1:02}-15"/><value value-date="{year}-{part + 1:02}-15">'
        f"{1000 * (part + 1) + number % 997}</value><description><narrative>Payment {part} of work plan {number}"
        f"</narrative></description></transaction>\n"
        for part in range(6)
    )
    words = f"Offices of statistics and audit work side by side on plan {number}, visit each other and report. " * 6
    return f"""<iati-activity xml:lang="en" default-currency="SEK" last-updated-datetime="2025-01-01T00:00:00Z" hierarchy="1">
<iati-identifier>XX-BENCH-{number}</iati-identifier>
<reporting-org ref="XX-BENCH" type="10"><narrative>Bench Agency</narrative></reporting-org>
<title><narrative>Institutional cooperation {number} in {country}</narrative><narrative xml:lang="fr">Coopération {number}</narrative></title>
<description type="1"><narrative>{words}</narrative></description>
<description type="2"><narrative>That figures of {number} are out in time.</narrative></description>
<participating-org role="1" type="10" ref="XX-BENCH"><narrative>Bench Agency</narrative></participating-org>
<participating-org role="4" type="10" ref="XX-SUP-{number % 200}"><narrative>Supplying Office {number % 200}</narrative></participating-org>
<participating-org role="4" type="10" ref="{country}-DEM-{number % 300}"><narrative>Asking Office {number % 300}</narrative></participating-org>
<activity-status code="{2 + number % 3}"/>
<activity-date type="1" iso-date="{year}-01-01"/><activity-date type="2" iso-date="{year}-02-01"/>
<activity-date type="3" iso-date="{year + 2}-12-31"/>
<recipient-country code="{country}" percentage="100"/>
<sector vocabulary="1" code="{sector}" percentage="100"/>
<tag vocabulary="3" code="16.6"/>
<policy-marker vocabulary="1" code="1" significance="1"/>
<collaboration-type code="1"/><default-aid-type code="C01" vocabulary="1"/>
<budget type="1" status="1"><period-start iso-date="{year}-01-01"/><period-end iso-date="{year}-12-31"/><value value-date="{year}-01-01">{50000 + number}</value></budget>
{payments}<document-link url="https://example.org/documents/{number}.pdf" format="application/pdf"><title><narrative>Report {number}</narrative></title><category code="A08"/></document-link>
</iati-activity>
"""


# --- The bare importer -------------------------------------------------------------------------------------------


def bare_copy(path: Path) -> None:
    """With the same reader, so that only what comes after it is compared."""
    with path.open("rb") as stream, connection.cursor() as cursor:
        cursor.execute(PLAIN)
        tables: dict[str, list[tuple[str, ...]]] = {}
        for number, activity in enumerate(read(stream), 1):
            _bare_rows(activity, tables)
            if number % 500 == 0:
                _bare_write(cursor, tables)
        _bare_write(cursor, tables)


def _bare_rows(activity: Any, tables: dict[str, list[tuple[str, ...]]]) -> None:
    key = activity.identifier

    def add(table: str, *values: Any) -> None:
        tables.setdefault(table, []).append((key, *(str(value) for value in values)))

    dates, text = activity.dates, activity.descriptions[0].texts[0].text
    add("bare_activity", activity.title, text, activity.status, dates.get("2", ""), dates.get("3", ""))
    for org in activity.organisations:
        add("bare_org", org.ref, org.role, org.type, org.name)
    for kind in ("sectors", "countries", "tags"):
        for code in getattr(activity, kind):
            add("bare_code", kind, code.code, code.percentage)
    for marker in activity.markers:
        add("bare_code", "marker", marker.code, marker.significance)
    for money in (*activity.transactions, *activity.budgets):
        add("bare_money", money.kind + money.type, money.value, money.currency, money.start)
    for link in activity.documents:
        add("bare_link", link.url, link.texts[0].text, link.categories[0])


def _bare_write(cursor: Any, tables: dict[str, list[tuple[str, ...]]]) -> None:
    for table, rows in tables.items():
        text = "".join("\t".join(row) + "\n" for row in rows)
        cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO(text))
    tables.clear()


# --- Ours ----------------------------------------------------------------------------------------------------------


def our_import(path: Path) -> None:
    """What `import_iati` does: read, stage, and write every activity."""
    reading = Reading.objects.create(source=Source.objects.create(name="bench"))
    with path.open("rb") as stream:
        reading_jobs.finish(reading, reading_jobs.stage(reading, read(stream)))
    write(reading.activities.select_related("source").order_by("position"), Importer())


def _read_all(path: Path) -> None:
    with path.open("rb") as stream:
        for _activity in read(stream):
            pass


# --- Measuring ---------------------------------------------------------------------------------------------------


class Undo(Exception):
    """Takes back what the measurement wrote."""


def _a_second(count: int, work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def _undone(count: int, work: Callable[[], None]) -> float:
    found: list[float] = []
    try:
        with transaction.atomic():
            found.append(_a_second(count, work))
            raise Undo
    except Undo:
        return found[0]


def _megabytes(path: Path) -> int:
    return round(path.stat().st_size / 1e6)


def _peak(path: Path) -> float:
    """The most memory, in MB, that a process of its own needs to read a file and stage it."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.iati_memory", str(path)], capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])
