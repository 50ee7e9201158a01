"""The Django admin of people and places; only administrators come here, after their second step."""

from community.admin import api_tokens, institutions, invitations, log, people, reference, reports

__all__ = ["api_tokens", "institutions", "invitations", "log", "people", "reference", "reports"]
