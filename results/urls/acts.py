"""What others say to an outcome."""

from typing import Any

patterns: list[Any] = []
