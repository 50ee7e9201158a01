"""Judging activities one by one by the schema of their version, so that a file is never in memory whole."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

NEWEST = "2.03"
VERSIONS = ("1.01", "1.02", "1.03", "1.04", "1.05", "2.01", "2.02", "2.03")
ROOT = "iati-activities"
MOST_SAID = 5  # errors of one activity that its report holds


def judged_by(version: str) -> str:
    """The version whose schema a file is judged by: its own, 1.01 for 1.0 and 1.00, and 2.03 if it names none."""
    if version in ("1", "1.0", "1.00"):
        return "1.01"
    return version if version in VERSIONS else NEWEST


@lru_cache(maxsize=16)
def _schema(path: Path) -> Any:
    return etree.XMLSchema(etree.parse(str(path)))


class Judge:
    """Counts the errors of one file; `first` is the first of them, with its line."""

    def __init__(self, folder: Path, version: str, root: Any) -> None:
        self.version = judged_by(version)
        self._schema = _schema(folder / self.version / "iati-activities-schema.xsd")
        self._root = root
        self._is_first = True
        self.errors = 0
        self.first = ""

    @property
    def judges_activities(self) -> bool:
        """Below a root of another kind the schema knows nothing of activities: only the root is judged."""
        return self._root.tag in (ROOT, "iati-activity")

    def judge(self, activity: Any) -> list[str]:
        """The errors of an activity that is taken out of its file; of the first, those of the root as well."""
        around = self._around()
        activity.tail = None
        around.append(activity)
        return self._said(etree.ElementTree(around))

    def judge_root(self, root: Any) -> None:
        """A root that is no list of activities."""
        self._said(etree.ElementTree(root))

    def _around(self) -> Any:
        if self._is_first and self._root.tag == ROOT:
            self._is_first = False
            around = etree.Element(ROOT, dict(self._root.attrib), nsmap=self._root.nsmap)
            around.sourceline = min(self._root.sourceline or 1, 65_535)
            return around
        return etree.Element(ROOT, {"version": self.version})

    def _said(self, tree: Any) -> list[str]:
        if self._schema.validate(tree):
            return []
        errors = [f"line {error.line}: {error.message}" for error in self._schema.error_log]
        self.errors += len(errors)
        self.first = self.first or errors[0]
        return errors[:MOST_SAID]
