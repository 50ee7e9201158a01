"""Spreadsheets as tests need them: rows of the register's columns with only the cells that matter."""

import csv
import io

from partnerships.imports.columns import BASIC

COLUMNS = [column.name for column in BASIC]
ROW = {
    "title": "Statistics for Kenya",
    "supply_institution": "Statistics Sweden",
    "supply_country": "SE",
    "demand_institution": "Kenya Bureau of Facts",
    "demand_country": "KE",
    "start_year": "2016",
    "modality": "twinning",
    "source": "https://www.example.org/list",
}


def sheet(*rows, columns=COLUMNS, delimiter=","):
    """CSV of rows, each given by what differs from an ordinary one."""
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({**ROW, **row})
    return file.getvalue().encode()
