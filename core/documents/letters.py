"""Characters that no document holds: one of them makes a Word file unreadable, and the text of a PDF too."""

import re

NOT_PRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printed(text: str) -> str:
    return NOT_PRINTED.sub("", text)
