"""Matching in the Django admin; only administrators come here, after their second step."""

from matching.admin import introductions, statements

__all__ = ["introductions", "statements"]
