"""Rows by the hundred thousand for measurements: invented, marked by their slugs, spread as a register is."""
