"""What stops a backup or a restore, in words for whoever stands before it."""


class Fault(Exception):
    """Nothing was overwritten; the message says what is wrong and what to do."""
