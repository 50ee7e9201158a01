"""Results in the Django admin; only administrators come here, after their second step."""

from results.admin import afterwards, frameworks, outcomes

__all__ = ["afterwards", "frameworks", "outcomes"]
