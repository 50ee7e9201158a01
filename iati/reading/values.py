"""Dates, numbers and truths as files write them; what cannot be taken leaves a remark and nothing else."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from iati.reading.activity import Remark

DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*|Z|[+-]\d{2}:\d{2})?\s*$")
LARGEST = Decimal("1e15")  # more than all the world's aid, in any currency
FIRST_YEAR, LAST_YEAR = 1900, 2200


class Values:
    """Reads the values of one activity; `remarks` says what could not be taken."""

    def __init__(self) -> None:
        self.remarks: list[Remark] = []

    def remark(self, kind: str, text: str, line: int | None) -> None:
        self.remarks.append(Remark(kind, text, line or 0))

    def day(self, written: str, line: int | None) -> str:
        """An ISO date, or nothing where what is written is none."""
        text = written.strip()
        if not text:
            return ""
        found = DATE.match(text)
        try:
            day = date(*map(int, found.groups())) if found else None
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.remark(
                "no date", _("“%(written)s” is no date; write it as 2024-03-09.") % {"written": text[:40]}, line
            )
            return ""
        return day.isoformat()

    def amount(self, written: str, line: int | None) -> Decimal | None:
        """A sum of money; less than nothing is kept as it is, for it takes back what was said before."""
        number = self.number(written, line)
        if number is not None and abs(number) > LARGEST:
            self.remark(
                "absurd amount", _("“%(written)s” is no amount that could be meant.") % {"written": written[:40]}, line
            )
            return None
        return number

    def number(self, written: str, line: int | None) -> Decimal | None:
        text = written.strip().replace(",", "")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            self.remark("no number", _("“%(written)s” is no number.") % {"written": written.strip()[:40]}, line)
            return None
        return number

    def percentage(self, written: str, line: int | None) -> Decimal | None:
        number = self.number(written, line)
        if number is not None and not 0 <= number <= 100:
            self.remark(
                "absurd percentage", _("“%(written)s” is no share of a hundred.") % {"written": written[:40]}, line
            )
            return None
        return number

    @staticmethod
    def truth(written: str) -> bool | None:
        return {"1": True, "true": True, "0": False, "false": False}.get(written.strip().casefold())
