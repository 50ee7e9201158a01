"""What people owe: figures of periods that are over, drafts to finish, observations to verify."""

from results.owed.owing import MOST, Owed, owed_by

__all__ = ["MOST", "Owed", "owed_by"]
