"""Capabilities before and after."""

from typing import Any

patterns: list[Any] = []
