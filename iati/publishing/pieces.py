"""Small pieces of IATI 2.03 as XML elements: narratives, shares that add up, dates that are whole."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from lxml import etree

HUNDRED, CENT = Decimal(100), Decimal("0.01")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def add(parent: Any, name: str, text: str = "", language: str = "", **attributes: str) -> Any:
    """An element; `text` becomes its narrative. Names of attributes have `_` for `-`; empty ones are left out."""
    element = etree.SubElement(parent, name)
    for key, value in attributes.items():
        if value:
            element.set(key.replace("_", "-"), value)
    if text:
        narrative = etree.SubElement(element, "narrative")
        narrative.text = clean(text)
        if language:
            narrative.set(LANG, language)
    return element


def clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(
        c
        for c in text
        if c in "\n\t" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF and ord(c) not in (0xFFFE, 0xFFFF))
    )


def shares(count: int) -> list[str]:
    """Equal shares that add up to exactly 100, the first with what is left over."""
    if count == 1:
        return ["100"]
    each = (HUNDRED / count).quantize(CENT, rounding=ROUND_DOWN)
    first = HUNDRED - each * (count - 1)
    return [f"{share.normalize():f}" for share in [first, *[each] * (count - 1)]]


def kept_shares(given: Sequence[Decimal | None]) -> list[str]:
    """The shares that were published if they add up to 100, else equal ones."""
    if given and all(share is not None for share in given) and sum(s for s in given if s is not None) == HUNDRED:
        return [f"{share.normalize():f}" for share in given if share is not None]
    return shares(len(given))


def first_day(text: str) -> date:
    """The first day of a year, a month or a day."""
    return date.fromisoformat({4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text))


def last_day(text: str) -> date:
    """The last day of a year, a month or a day."""
    day = first_day(text)
    if len(text) == 4:
        return day.replace(month=12, day=31)
    if len(text) == 7:
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)
    return day
