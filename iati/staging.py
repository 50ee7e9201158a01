"""The activities of a file on their way into the database: gathered beside it, taken over all at once.

What is gathered lies in a temporary table, so that a file that turns out to be broken leaves nothing behind, a page
can show how far the reading is, and the memory needed does not grow with the file.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Country
from iati.importing import sides, twinning
from iati.models import PublishedActivity, Reading
from iati.reading.activity import Activity, Unreadable

STAGE = (Path(__file__).parent / "sql" / "stage.sql").read_text()
KEEP = (Path(__file__).parent / "sql" / "keep_staged.sql").read_text()
COLUMNS = "key, identifier, position, line, title, content, digest, is_possible, reasons, proposal, outcome, messages"
EMPTY = "identifier, title"  # columns whose empty text is a text
Outcome = PublishedActivity.Outcome


@dataclass
class Staged:
    """Rows for the activities of one file; the first of an identifier is taken, others are left out and say so."""

    _seen: set[str] = field(default_factory=set)
    _country_names: dict[str, str] = field(default_factory=lambda: dict(Country.objects.values_list("iso2", "name_en")))

    def begin(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(STAGE)

    def add(self, some: Iterable[Activity | Unreadable]) -> None:
        rows = io.StringIO()
        writer = csv.writer(rows)
        for each in some:
            writer.writerow(self._broken(each) if isinstance(each, Unreadable) else self._row(each))
        rows.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(
                f"COPY iati_staged ({COLUMNS}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL ({EMPTY}))", rows
            )

    def keep(self, reading: Reading) -> None:
        """Take the place of what was known; what the file holds no longer is marked."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(KEEP, {"source": reading.source_id, "reading": reading.pk})
            known = PublishedActivity.objects.filter(source=reading.source_id)
            known.exclude(reading=reading).filter(gone_at=None).update(gone_at=timezone.now(), is_chosen=False)

    def _row(self, activity: Activity) -> list[Any]:
        key, outcome, messages = activity.identifier, Outcome.PREVIEW, [each.text for each in activity.warnings]
        if not key:
            outcome = Outcome.SKIPPED
            messages = [_("It has no identifier, so it could not be told from others the next time."), *messages]
        elif key in self._seen:
            outcome = Outcome.SKIPPED
            messages = [_("Another activity further up in the file has the same identifier."), *messages]
        if outcome == Outcome.SKIPPED:
            key = _place(activity)
        self._seen.add(key)
        content = activity.as_json()
        judgement = twinning.judge(activity)
        return [
            *(key[:600], activity.identifier[:500], activity.position, activity.line, activity.title[:500]),
            *(content.decode(), sha256(content).hexdigest()),
            *(judgement.is_possible, _json(judgement.reasons), _json(sides.propose(activity, self._country_names))),
            *(outcome.value, _json([*messages, *activity.xsd_errors])),
        ]

    @staticmethod
    def _broken(activity: Unreadable) -> list[Any]:
        return [
            *(_place(activity), activity.identifier[:500], activity.position, activity.line, ""),
            *("{}", "", False, "[]", "[]", Outcome.FAILED.value, _json([activity.reason])),
        ]


def _place(activity: Activity | Unreadable) -> str:
    """The key of what has no identifier of its own; no identifier begins with a blank."""
    return f" {activity.position}"


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
