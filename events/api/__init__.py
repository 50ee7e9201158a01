"""Learning events as data, below /api/v1/events/."""
