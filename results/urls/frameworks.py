"""The results of one partnership, and its framework."""

from typing import Any

patterns: list[Any] = []
