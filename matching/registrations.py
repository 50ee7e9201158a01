"""What matching adds to the frame of the portal."""


def register() -> None:
    """Called once, when all models are loaded."""
