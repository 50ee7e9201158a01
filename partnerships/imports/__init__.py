"""Spreadsheets of partnerships: read, understood row by row, planned as a whole, and written or not at all."""
