"""The two annexes as tables; a column that would be empty throughout is left out."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

Table = tuple[list[str], list[list[str]]]


def participants_table(participants: Sequence[dict[str, Any]]) -> Table:
    head = [_("Name"), _("Job title"), _("Organisation"), _("Country")]
    keys = ("name", "job_title", "organisation", "country")
    return _without_empty(head, [[each[key] or "" for key in keys] for each in participants])


def agenda_table(items: Sequence[dict[str, Any]]) -> Table:
    """A row an item, and below it one for each presentation."""
    head = [_("Time"), _("Track"), _("Item"), _("Led by")]
    has_tracks = len({item["track"] for item in items}) > 1
    rows = []
    for item in items:
        track = str(item["track"]) if has_tracks else ""
        rows.append([item["time"], track, _titled(item), item["lead"]])
        for each in item["presentations"]:
            speaker = ", ".join(filter(None, (each["presenter"], each["institution"])))
            rows.append(["", "", f"{each['number']}. {each['title']}", speaker])
    return _without_empty(head, rows)


def _titled(item: dict[str, Any]) -> str:
    """The title alone where it says what kind of item it is."""
    kind, title = item["kind_label"], item["title"]
    return title if kind.casefold() in title.casefold() else f"{title} ({kind})"


def _without_empty(head: list[str], rows: list[list[str]]) -> Table:
    kept = [place for place in range(len(head)) if any(row[place] for row in rows)]
    return [head[place] for place in kept], [[row[place] for place in kept] for row in rows]
