"""The SQL that derives and guards results, read by the migrations that install it."""

from pathlib import Path


def read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
