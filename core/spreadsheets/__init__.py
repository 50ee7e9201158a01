"""Reading a spreadsheet that anyone may have sent: rows of text with their numbers, within bounds.

A file that cannot be read as a whole raises SpreadsheetError; what is wrong with single cells stands
beside them in `Row.problems`. What the columns mean is the caller's business.
"""

from core.spreadsheets.reading import read_table
from core.spreadsheets.tables import Limits, Row, SpreadsheetError, Table

__all__ = ["Limits", "Row", "SpreadsheetError", "Table", "read_table"]
