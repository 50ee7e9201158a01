"""Observations as a spreadsheet: taken along with what is owed, filled in anywhere, brought back and looked over."""
