"""The register in the Django admin; only administrators come here, after their second step."""

from partnerships.admin import imports, logs, members, partnership, parts, portfolio, relations, shared, voices

__all__ = ["imports", "logs", "members", "partnership", "parts", "portfolio", "relations", "shared", "voices"]
