"""Matching in the Django admin; only administrators come here, after their second step."""
