"""The Django admin of people and places; only administrators come here, after their second step."""

from community.admin import institutions, log, people, reference

__all__ = ["institutions", "log", "people", "reference"]
