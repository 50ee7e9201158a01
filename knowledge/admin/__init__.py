"""What is known, in the Django admin; only administrators come here, after their second step."""

from knowledge.admin import curation, evidence, pieces, rows

__all__ = ["curation", "evidence", "pieces", "rows"]
