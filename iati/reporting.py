"""The report of a reading, in the shape that `import_iati --report` writes."""

from typing import Any

from iati.models import Reading

HEAD = ("version", "activities", "results", "indicators", "transactions", "tags", "xsd_valid", "xsd_errors")


def report_of(reading: Reading) -> dict[str, Any]:
    """Counts of the whole file, an item for each activity, warnings by kind, and messages about the file."""
    report = reading.report
    items = reading.activities.order_by("position").values_list(
        "identifier", "line", "outcome", "is_possible", "messages"
    )
    return {
        **{name: report.get(name) for name in HEAD},
        "items": [item(*each) for each in items.iterator(chunk_size=1_000)],
        "warnings": report.get("warnings", {}),
        "messages": report.get("messages", []),
    }


def item(identifier: str, line: int, outcome: str, is_possible: bool, messages: list[str]) -> dict[str, Any]:
    return {
        "identifier": identifier,
        "line": line,
        "outcome": outcome,
        "possible_twinning": is_possible,
        "messages": messages,
    }
