"""Institutions, places and code lists as data, below /api/v1/."""
