"""The register in the Django admin; only administrators come here, after their second step."""

from partnerships.admin import imports, logs, members, partnership, parts, relations, shared

__all__ = ["imports", "logs", "members", "partnership", "parts", "relations", "shared"]
