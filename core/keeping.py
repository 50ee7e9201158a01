"""What a process works out once and uses again while it is still true."""

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by key, each for as long as its version is the same, and `seconds` at most.

    Read the version before the value is made: what changes in between then only costs making it once more.
    Where only time tells, the version is always 0.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._values: dict[Hashable, tuple[int, float, Value]] = {}

    def __call__(self, key: Hashable, version: int, make: Callable[[], Value]) -> Value:
        found = self._values.get(key)
        if found is None or found[0] != version or monotonic() - found[1] > self.seconds:
            found = version, monotonic(), make()
            self._values[key] = found
        return found[2]
