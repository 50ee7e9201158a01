"""The columns of a file beside those of the register: guessed, or as its owner said."""

from collections import Counter

from django.utils.translation import gettext as _

from partnerships.imports.columns import BASIC, BY_NAME, folded_header, guess
from partnerships.imports.findings import Findings

HEADER_ROW = 1
# Columns that may be left out of a file; cells of the others may be empty, but the column is there.
OPTIONAL = {"problem", "what_changed", "languages", "scale"}
# What may stand in the place of a column.
INSTEAD = {
    "supply_institution": ("peer_institution",),
    "supply_country": ("peer_country",),
    "demand_institution": ("peer_institution",),
    "demand_country": ("peer_country",),
    "broker_or_funder": ("broker", "funder", "facilitator"),
    "sector": ("sector_words",),
    "modality": ("kind",),
}


def check_headers(headers: list[str], mapping: list[str] | None, findings: Findings) -> list[str]:
    """For each column of the file the name of ours, or nothing; what is missing, doubled or extra is told."""
    names = list(mapping) if mapping and len(mapping) == len(headers) else guess(headers)
    names = [name if name in BY_NAME else "" for name in names]
    if not mapping:
        _tell_doubled_headers(headers, findings)
    for name, count in Counter(filter(None, names)).items():
        if count > 1:
            findings.error(HEADER_ROW, name, "", _("Two columns of the file are to be “%(name)s”.") % {"name": name})
    for column in BASIC:
        there = column.name in names or any(other in names for other in INSTEAD.get(column.name, ()))
        if not there and column.name not in OPTIONAL:
            findings.error(
                HEADER_ROW,
                column.name,
                "",
                _("The file has no column “%(name)s”. Its cells may be empty, but it must be there.")
                % {"name": column.name},
            )
    for header, name in zip(headers, names, strict=True):
        if not name and header:
            findings.warn(HEADER_ROW, header, header, _("This column is not imported."))
    return names


def _tell_doubled_headers(headers: list[str], findings: Findings) -> None:
    count = Counter(folded_header(header) for header in headers if header)
    for header, times in count.items():
        if times > 1:
            first = next(each for each in headers if folded_header(each) == header)
            findings.error(
                HEADER_ROW,
                first,
                first,
                _("The column “%(name)s” is there %(times)d times.") % {"name": first, "times": times},
            )
