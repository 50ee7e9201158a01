"""What an import has to say about a row and a column, and how the whole is told."""

from dataclasses import dataclass, field
from typing import Any

LONGEST_VALUE = 200


@dataclass(frozen=True)
class Finding:
    """Something about one cell; row 0 is the file as a whole, an empty column the row as a whole.

    `about` is the key of the record of the register that the message tells of, if it does.
    """

    row: int
    column: str
    value: str
    message: str
    about: int | None = None

    def as_object(self) -> dict[str, Any]:
        return {"row": self.row, "column": self.column, "value": self.value, "message": self.message}

    def as_kept(self) -> dict[str, Any]:
        return self.as_object() | ({"about": self.about} if self.about else {})


@dataclass
class Findings:
    """The errors, which forbid the import, and the warnings, which do not."""

    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def error(self, row: int, column: str, value: Any, message: Any) -> None:
        self.errors.append(Finding(row, column, str(value)[:LONGEST_VALUE], str(message)))

    def warn(self, row: int, column: str, value: Any, message: Any, about: int | None = None) -> None:
        self.warnings.append(Finding(row, column, str(value)[:LONGEST_VALUE], str(message), about))


@dataclass(frozen=True)
class Report:
    """The outcome of an import, or what it would be: the shape that `--report` writes."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()

    def as_object(self) -> dict[str, Any]:
        return self._counts() | {
            "errors": [finding.as_object() for finding in self.errors],
            "warnings": [finding.as_object() for finding in self.warnings],
        }

    def as_kept(self) -> dict[str, Any]:
        """With the records that warnings tell of, so that each reader is told only of those they may see."""
        return self.as_object() | {"warnings": [finding.as_kept() for finding in self.warnings]}

    def _counts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("rows", "created", "updated", "unchanged", "skipped")}
