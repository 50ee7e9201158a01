"""One row of a spreadsheet: what each cell gives, and what is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from core import partial_dates
from core.spreadsheets import Row
from core.validators import clean_text, validate_has_letters
from partnerships.imports import facts
from partnerships.imports.columns import BY_NAME, split
from partnerships.imports.findings import Findings
from partnerships.imports.vocabulary import Vocabulary
from partnerships.models import Partnership
from partnerships.models.choices import Kind, ScaleStage, Stage, WorkingMode

TEXTS = ("problem", "what_changed", "summary", "reform", "expertise_wanted")
ONE_LINE = {"sector_words": "sector_words", "modality": "modality_words", "iati_identifier": "iati_identifier"}
CHOICES: dict[str, tuple[str, Any]] = {
    "kind": ("kind", Kind),
    "stage": ("stage", Stage),
    "working_mode": ("working_mode", WorkingMode),
}
LONGEST: dict[str, int] = {
    field.name: field.max_length for field in Partnership._meta.concrete_fields if field.max_length
}
MOST_THEMES, LONGEST_THEME = 20, 100
WEB_ADDRESS = URLValidator(schemes=["http", "https"])


@dataclass
class Record:
    """What a row says; only what it does say is in `values`, under the names of the model's fields.

    `start` and `end` are kept apart from planned and actual dates, because that depends on the day; where a source
    tells planned from actual, their own names hold them. `standing` is what it rests on, where that is known
    beforehand, and `former_slug` its address on the portal that it comes from.
    """

    number: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=dict)
    standing: dict[str, Any] = field(default_factory=dict)
    former_slug: str = ""

    @property
    def start(self) -> str:
        return self._date("start")

    @property
    def end(self) -> str:
        return self._date("end")

    def _date(self, name: str) -> str:
        names = (name, f"actual_{name}", f"planned_{name}")
        return next((str(date) for each in names if (date := self.values.get(each))), "")

    @property
    def title(self) -> str:
        return str(self.values.get("title", ""))

    @property
    def source_url(self) -> str:
        return str(self.values.get("source_url", ""))

    @property
    def slug(self) -> str:
        return self.cells.get("slug", "")


class RowReader:
    def __init__(self, names: list[str], vocabulary: Vocabulary, findings: Findings) -> None:
        """`names` gives for each column of the file the name of ours, or nothing."""
        self.names = names
        self.vocabulary = vocabulary
        self.findings = findings

    def read(self, row: Row) -> Record:
        self._tell_problems(row)
        cells = {
            name: clean_text(row.cells[place])
            for place, name in enumerate(self.names)
            if name and BY_NAME[name].is_read and place not in row.problems
        }
        record = Record(row.number, {name: cell for name, cell in cells.items() if cell})
        record.cells["is_demo"] = self._told(row, "is_demo")
        for name, read in self._readers().items():
            if name in record.cells:
                read(record, name, record.cells[name])
        if "title" not in record.cells and not any(
            self.names[p] == "title" for p in row.problems if p < len(self.names)
        ):
            self.findings.error(row.number, "title", "", _("A title is needed."))
        self._check_order(record)
        return record

    def _told(self, row: Row, name: str) -> str:
        return row.cells[self.names.index(name)] if name in self.names else ""

    def _readers(self) -> dict[str, Callable[[Record, str, str], None]]:
        return {
            "title": self._title,
            "sector": self._sector,
            "start_year": self._date,
            "end_year": self._date,
            "source": self._source,
            "languages": self._languages,
            "scale": self._scale,
            "sdg_targets": self._targets,
            "themes": self._themes,
            **dict.fromkeys(TEXTS, self._text),
            **dict.fromkeys(ONE_LINE, self._line),
            # The kind after the modality, because it goes before it.
            **dict.fromkeys(CHOICES, self._choice),
        }

    def _tell_problems(self, row: Row) -> None:
        for place, problem in row.problems.items():
            name = self.names[place] if place < len(self.names) else ""
            if place < len(self.names) and not name:
                continue  # a column that is not imported
            value = row.cells[place] if place < len(row.cells) else ""
            self.findings.error(row.number, name, value, problem)

    def _title(self, record: Record, name: str, cell: str) -> None:
        title = " ".join(cell.split())
        try:
            validate_has_letters(title)
        except ValidationError as error:
            self.findings.error(record.number, name, title, error.messages[0])
            return
        if self._fits(record, name, title, "title"):
            record.values["title"] = title

    def _text(self, record: Record, name: str, cell: str) -> None:
        if self._fits(record, name, cell, name):
            record.values[name] = cell

    def _line(self, record: Record, name: str, cell: str) -> None:
        field_name = ONE_LINE[name]
        line = " ".join(cell.split())
        if not self._fits(record, name, line, field_name):
            return
        record.values[field_name] = line
        if name == "modality":
            self._kind_from_words(record, line)

    def _kind_from_words(self, record: Record, words: str) -> None:
        kind = self.vocabulary.choice(Kind, words) or facts.kind_of(words)
        if kind:
            record.values["kind"] = kind
        if kind in ("", Kind.UNKNOWN) and "kind" not in record.cells:
            self.findings.warn(
                record.number, "modality", words, _("This form has no place among the kinds: kept as written.")
            )

    def _choice(self, record: Record, name: str, cell: str) -> None:
        field_name, choices = CHOICES[name]
        value = self.vocabulary.choice(choices, cell)
        if value:
            record.values[field_name] = value
        else:
            known = ", ".join(value for value in choices.values if value != "unknown")
            self.findings.error(record.number, name, cell, _("This is none of: %(known)s.") % {"known": known})

    def _sector(self, record: Record, name: str, cell: str) -> None:
        codes, words, wrong = self.vocabulary.sectors(cell)
        for code in wrong:
            self.findings.error(record.number, name, code, _("There is no such code in the DAC list of purposes."))
        for word in words:
            self.findings.warn(
                record.number, name, word, _("This sector has no place in the DAC list: kept as written.")
            )
        if codes:
            record.codes["sectors"] = codes
        said = "; ".join(part for part in split(cell) if not part.split(" ")[0].isdigit())
        if said and "sector_words" not in record.cells:
            self._line(record, "sector_words", said)

    def _date(self, record: Record, name: str, cell: str) -> None:
        try:
            partial_dates.validate(cell)
        except ValidationError as error:
            self.findings.error(record.number, name, cell, error.messages[0])
        else:
            record.values[name.removesuffix("_year")] = cell

    def _check_order(self, record: Record) -> None:
        start, end = record.values.get("start", ""), record.values.get("end", "")
        if start and end and partial_dates.is_before(end, start):
            self.findings.error(
                record.number, "end_year", end, _("It ends before it starts (%(start)s).") % {"start": start}
            )

    def _source(self, record: Record, name: str, cell: str) -> None:
        address = cell if "://" in cell else f"https://{cell}"
        try:
            WEB_ADDRESS(address)
        except ValidationError:
            self.findings.error(
                record.number, name, cell, _("Write the address of a web page, such as https://example.org/page.")
            )
            return
        if self._fits(record, name, address, "source_url"):
            record.values["source_url"] = address

    def _languages(self, record: Record, name: str, cell: str) -> None:
        codes, wrong = self.vocabulary.languages(cell)
        for part in wrong:
            self.findings.warn(record.number, name, part, _("This language is not known and was left out."))
        if codes:
            record.values["languages"] = sorted(codes)

    def _scale(self, record: Record, name: str, cell: str) -> None:
        value = self.vocabulary.scale(ScaleStage, cell)
        if value:
            record.values["scale_stage"] = value
        else:
            self.findings.warn(record.number, name, cell, _("This scale is not known and was left out."))

    def _targets(self, record: Record, name: str, cell: str) -> None:
        codes, wrong = self.vocabulary.targets(cell)
        for code in wrong:
            self.findings.error(
                record.number, name, code, _("There is no such target among the Sustainable Development Goals.")
            )
        if codes:
            record.codes["sdg_targets"] = codes

    def _themes(self, record: Record, name: str, cell: str) -> None:
        themes = list(dict.fromkeys(split(cell)))
        if len(themes) > MOST_THEMES or any(len(theme) > LONGEST_THEME for theme in themes):
            self.findings.error(
                record.number,
                name,
                cell,
                _("At most %(most)d themes of up to %(long)d characters.")
                % {"most": MOST_THEMES, "long": LONGEST_THEME},
            )
        else:
            record.codes["themes"] = themes

    def _fits(self, record: Record, name: str, text: str, field_name: str) -> bool:
        most = LONGEST[field_name]
        if len(text) > most:
            self.findings.error(
                record.number, name, text, _("The text is longer than %(most)d characters.") % {"most": most}
            )
        return len(text) <= most


def host_of(address: str) -> str:
    """The site that a source is on, which stands for whoever wrote it."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
