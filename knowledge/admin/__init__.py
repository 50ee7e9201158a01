"""What is known, in the Django admin; only administrators come here, after their second step."""

from knowledge.admin import collections, curation, evidence, pieces, rows

__all__ = ["collections", "curation", "evidence", "pieces", "rows"]
