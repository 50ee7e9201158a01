"""Harvested outcomes."""

from typing import Any

patterns: list[Any] = []
