"""The pieces that several elements share: texts, organisations, links, money."""

from typing import Any

from iati.reading import words
from iati.reading.activity import Coded, Link, Money, Organisation, Text
from iati.reading.values import Values

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LONGEST = 20_000


def plain(text: str | None) -> str:
    """Text without the line breaks and blanks that only lay out the file."""
    return " ".join(text.split())[:LONGEST] if text else ""


def own_text(element: Any) -> str:
    """Everything that is written in an element, markup that does not belong there left out."""
    return plain("".join(element.itertext())) if len(element) else plain(element.text)


def texts(element: Any | None, language: str) -> list[Text]:
    """The narratives of 2.x, or the text of 1.x; without what is empty."""
    if element is None:
        return []
    narratives = element.findall("narrative")
    if narratives:
        found = [Text(own_text(each), each.get(LANG) or element.get(LANG) or language) for each in narratives]
    else:
        found = [Text(plain(element.text), element.get(LANG) or language)]
    return [each for each in found if each.text]


def organisation(element: Any, language: str) -> Organisation:
    return Organisation(
        texts=texts(element, language),
        ref=plain(element.get("ref")),
        type=words.code_of(words.ORGANISATION_TYPES, plain(element.get("type"))),
        role=words.code_of(words.ROLES, plain(element.get("role"))),
        activity_id=plain(element.get("activity-id")),
    )


def coded(element: Any, language: str, values: Values, vocabulary: str = "") -> Coded:
    percentage = element.get("percentage")
    return Coded(
        code=plain(element.get("code")),
        vocabulary=plain(element.get("vocabulary")) or vocabulary,
        vocabulary_uri=plain(element.get("vocabulary-uri")),
        percentage=values.percentage(percentage, element.sourceline) if percentage else None,
        texts=texts(element, language),
    )


def sector(element: Any, language: str, values: Values) -> Coded:
    found = coded(element, language, values, words.DEFAULT_SECTOR)
    found.vocabulary = words.SECTOR_VOCABULARIES.get(found.vocabulary, found.vocabulary)
    return found


def link(element: Any, language: str, values: Values) -> Link:
    title, on = element.find("title"), element.find("document-date")
    return Link(
        url=plain(element.get("url")),
        format=plain(element.get("format")),
        texts=texts(title, language),
        categories=[code for each in element.findall("category") if (code := plain(each.get("code")))],
        languages=[code for each in element.findall("language") if (code := plain(each.get("code")))],
        on=values.day(on.get("iso-date") or "", on.sourceline) if on is not None else "",
    )


def code_in(element: Any, name: str) -> str:
    child = element.find(name)
    return plain(child.get("code")) if child is not None else ""


def day_in(element: Any, name: str, values: Values) -> str:
    child = element.find(name)
    if child is None:
        return ""
    return values.day(child.get("iso-date") or child.text or "", child.sourceline)


def budget(element: Any, currency: str, values: Values) -> Money | None:
    money = _money(element, "budget", currency, values)
    if money:
        money.type = words.code_of(words.BUDGET_TYPES, plain(element.get("type"))) or "1"
        money.start, money.end = day_in(element, "period-start", values), day_in(element, "period-end", values)
    return money


def transaction(element: Any, currency: str, language: str, values: Values) -> Money | None:
    money = _money(element, "transaction", currency, values)
    if money:
        money.type = words.code_of(words.TRANSACTION_TYPES, code_in(element, "transaction-type"))
        money.start = day_in(element, "transaction-date", values)
        money.texts = texts(element.find("description"), language)
        for name in ("provider", "receiver"):
            org = element.find(f"{name}-org")
            if org is not None:
                names = texts(org, language)
                setattr(money, name, names[0].text if names else "")
                setattr(money, f"{name}_ref", plain(org.get("ref")))
    return money


def _money(element: Any, kind: str, currency: str, values: Values) -> Money | None:
    value = element.find("value")
    if value is None:
        return None
    amount = values.amount(value.text or "", value.sourceline)
    if amount is None:
        return None
    on = value.get("value-date")
    return Money(
        kind=kind,
        type="",
        value=amount,
        currency=(plain(value.get("currency")) or currency).upper()[:3],
        value_date=values.day(on, value.sourceline) if on else "",
    )
