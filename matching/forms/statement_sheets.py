"""A sheet of needs or offers that comes back: each row is looked at by the same form as on the page."""

import re
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from community.models import Institution
from core.spreadsheets import Limits, SpreadsheetError, read_table
from matching.forms.statement_kinds import FORM_OF
from matching.forms.statements import Offered, OneInstitutionField
from matching.permissions import can_state_for
from matching.statements import sheets
from matching.statements.kinds import StatementKind
from matching.statements.sheets import BY_DEFAULT, NO, SWITCHES, YES, Line

LIMITS = Limits(size=1_000_000, unpacked=20_000_000, rows=sheets.MOST_ROWS, seconds=20)
ADDRESS = re.compile(r"/(?:needs|offers)/(\d{1,9})/$")


class SheetForm(forms.Form):
    """The file; after cleaning, `cleaned_data["file"]` are its lines."""

    file = forms.FileField(
        label=gettext_lazy("The sheet that you filled in"),
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=gettext_lazy("Excel (.xlsx) or CSV. Nothing is stored before you have looked it over."),
    )

    def __init__(self, *args: Any, kind: StatementKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_file(self) -> list[Line]:
        file = self.cleaned_data["file"]
        if file.size > LIMITS.size:
            raise ValidationError(_("The file is larger than 1 MB. Split it into several files."))
        try:
            return sheets.lines(self.kind, read_table(file.read(), file.name, LIMITS))
        except SpreadsheetError as error:
            raise ValidationError(str(error)) from error


@dataclass
class CheckedRow:
    """A row: ready to be a draft, there already, or with what is wrong by its column."""

    line: Line
    form: Any = None
    errors: list[tuple[str, str]] = field(default_factory=list)
    is_there: bool = False

    @property
    def is_ready(self) -> bool:
        return self.form is not None and not self.errors and not self.is_there

    @property
    def faults(self) -> list[dict[str, str]]:
        return [
            {"column": column, "typed": self.line.cells.get(column, ""), "message": words}
            for column, words in self.errors
        ]


def check(kind: StatementKind, typed: list[Line], user: Any) -> list[CheckedRow]:
    """Look at each row; none is stored."""
    words, offered = sheets.Words(), Offered.read()
    there = _there(kind, typed, user)
    rows = [CheckedRow(line, is_there=line.number in there) for line in typed]
    named = _institutions({row.line.cells["institution"] for row in rows if not row.is_there}, user)
    for row in rows:
        if not row.is_there:
            _look_at(kind, row, user, words, offered, named[row.line.cells["institution"]])
    return rows


def _there(kind: StatementKind, typed: list[Line], user: Any) -> set[int]:
    """Rows that were brought before, and rows of an export that lead to what stands here: two queries."""
    keys = {line.key(kind, user): line.number for line in typed}
    known = kind.model.objects.filter(creation_key__in=keys).values_list("creation_key", flat=True)
    numbers = {keys[key] for key in known}
    addresses = {line.number: int(found[1]) for line in typed if (found := ADDRESS.search(line.url))}
    seen = set(kind.model.objects.visible_to(user).filter(pk__in=addresses.values()).values_list("pk", flat=True))
    return numbers | {number for number, pk in addresses.items() if pk in seen}


def _look_at(
    kind: StatementKind, row: CheckedRow, user: Any, words: sheets.Words, offered: Offered, named: Institution | str
) -> None:
    row.errors += row.line.problems.items()
    institution = None if isinstance(named, str) else named
    if institution is None:
        row.errors.append(("institution", str(named)))
    data = _data(row, words)
    form = FORM_OF[kind.name](data, user=user, offered=offered, institution=institution)
    for name, told in form.errors.items():
        column = name if name in row.line.cells else kind.telling
        if column != "institution":
            row.errors += [(column, str(each)) for each in told if column not in row.line.problems]
    form.instance.creation_key = row.line.key(kind, user)
    row.form = form


def _institutions(names: set[str], user: Any) -> dict[str, Institution | str]:
    """The institution of each name, if this person may write for it, or else why not."""
    return {name: _institution(name, user) for name in names}


def _institution(name: str, user: Any) -> Institution | str:
    own = Institution.objects.filter(pk__in=user.institution_ids).select_related("country")
    if not name:
        return own[0] if len(own) == 1 else str(_("Write the name of one institution."))
    try:
        found: Institution = OneInstitutionField().clean(name)
    except ValidationError as error:
        return " ".join(error.messages)
    return found if can_state_for(user, found) else str(_("You write for your own institution."))


def _data(row: CheckedRow, words: sheets.Words) -> dict[str, Any]:
    data: dict[str, Any] = {"language": (get_language() or "en")[:2], **BY_DEFAULT}
    data |= {name: words.read(name, cell) for name, cell in row.line.cells.items() if cell}
    for name in SWITCHES:
        typed = str(data.get(name, "")).casefold()
        if typed in NO:
            data.pop(name, None)
        elif typed not in YES:
            row.errors.append((name, _("Write yes or no.")))
    return data
