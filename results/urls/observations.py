"""Indicators and what was observed."""

from typing import Any

patterns: list[Any] = []
