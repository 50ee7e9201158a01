"""Learning events in the Django admin; only administrators come here, after their second step."""

from events.admin import agenda, breakouts, event, outcomes, people, reports, series

__all__ = ["agenda", "breakouts", "event", "outcomes", "people", "reports", "series"]
