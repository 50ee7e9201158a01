"""What learning events add to the frame of the portal."""


def register() -> None:
    pass
