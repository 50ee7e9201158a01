"""The SQL that gathers, scores and guards for matching, read by migrations and by `scoring.peers`."""

from pathlib import Path


def read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
