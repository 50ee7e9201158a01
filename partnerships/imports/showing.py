"""What of an import each reader is shown: its owner may know of records that a colleague may not see."""

from dataclasses import dataclass
from typing import Any

from partnerships.models import ImportJob, Partnership


@dataclass(frozen=True)
class Shown:
    """A job's report and preview without what tells of records that the reader may not see."""

    report: dict[str, Any]
    preview: dict[str, Any]


def shown_to(user: Any, job: ImportJob) -> Shown:
    """Filtered anew at each look, for what people may see changes."""
    warnings = job.report.get("warnings", [])
    updated, doubts = job.preview.get("updated", []), job.preview.get("doubts", [])
    named = {warning["about"] for warning in warnings if "about" in warning}
    named |= {int(option["value"]) for doubt in doubts if _is_of_row(doubt) for option in doubt["options"]}
    named |= {change["pk"] for change in updated}
    seen = (
        set(Partnership.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    )
    report = {
        **job.report,
        "warnings": [
            {name: value for name, value in warning.items() if name != "about"}
            for warning in warnings
            if "about" not in warning or warning["about"] in seen
        ],
    }
    preview = {
        **job.preview,
        "updated": [change for change in updated if change["pk"] in seen],
        "doubts": [kept for doubt in doubts if (kept := _doubt(doubt, seen))["options"]],
    }
    return Shown(report if job.report else {}, preview if job.preview else {})


def _doubt(doubt: dict[str, Any], seen: set[int]) -> dict[str, Any]:
    if not _is_of_row(doubt):
        return doubt
    return {**doubt, "options": [option for option in doubt["options"] if int(option["value"]) in seen]}


def _is_of_row(doubt: dict[str, Any]) -> bool:
    """Whether its options are partnerships; those of the others are institutions, which everybody sees."""
    return bool(doubt["key"].startswith("row "))
