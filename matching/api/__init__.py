"""Needs and offers as data, below /api/v1/."""
