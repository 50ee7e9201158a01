"""From which side a text runs: a document in Arabic quotes records in English, and the other way round."""

import unicodedata


def runs_from_right(text: str) -> bool:
    """By its first letter that has a direction, as browsers do it; figures alone follow the page."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return True
