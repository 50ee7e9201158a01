"""An orderly end: what is being sent when the process is told to stop is still marked as sent."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any


@contextlib.contextmanager
def told_to_stop() -> Iterator[Callable[[], bool]]:
    """Says whether SIGTERM came within the block, which puts it off until the end of the block."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False  # signals come to the main thread only
        return
    came: list[int] = []

    def note(number: int, frame: Any) -> None:
        came.append(number)

    before = signal.signal(signal.SIGTERM, note)
    try:
        yield lambda: bool(came)
    finally:
        signal.signal(signal.SIGTERM, before)
        if came:
            os.kill(os.getpid(), signal.SIGTERM)
