"""What became of outcomes."""

from typing import Any

patterns: list[Any] = []
