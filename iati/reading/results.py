"""Results with their indicators, baselines, periods, targets and actuals."""

from typing import Any

from iati.reading import words
from iati.reading.activity import Coded, Figure, Indicator, Period, Result
from iati.reading.parts import day_in, link, plain, texts
from iati.reading.values import Values


def result(element: Any, language: str, values: Values) -> Result:
    return Result(
        type=words.code_of(words.RESULT_TYPES, plain(element.get("type"))),
        titles=_all(element, "title", language),
        descriptions=_all(element, "description", language),
        aggregation=values.truth(element.get("aggregation-status") or ""),
        indicators=[_indicator(each, language, values) for each in element.findall("indicator")],
        documents=[link(each, language, values) for each in element.findall("document-link")],
    )


def _indicator(element: Any, language: str, values: Values) -> Indicator:
    return Indicator(
        titles=_all(element, "title", language),
        descriptions=_all(element, "description", language),
        measure=words.code_of(words.MEASURES, plain(element.get("measure"))),
        ascending=values.truth(element.get("ascending") or ""),
        references=[_reference(each) for each in element.findall("reference")],
        baselines=[_figure(each, language, values) for each in element.findall("baseline")],
        periods=[_period(each, language, values) for each in element.findall("period")],
        documents=[link(each, language, values) for each in element.findall("document-link")],
    )


def _reference(element: Any) -> Coded:
    return Coded(
        code=plain(element.get("code")),
        vocabulary=plain(element.get("vocabulary")),
        vocabulary_uri=plain(element.get("indicator-uri")),
    )


def _period(element: Any, language: str, values: Values) -> Period:
    return Period(
        start=day_in(element, "period-start", values),
        end=day_in(element, "period-end", values),
        targets=[_figure(each, language, values) for each in element.findall("target")],
        actuals=[_figure(each, language, values) for each in element.findall("actual")],
    )


def _figure(element: Any, language: str, values: Values) -> Figure:
    comments = [text for each in element.findall("comment") for text in texts(each, language)]
    on = element.get("iso-date")
    return Figure(
        value=plain(element.get("value")),
        texts=comments,
        year=plain(element.get("year"))[:4],
        on=values.day(on, element.sourceline) if on else "",
        dimensions=[(plain(each.get("name")), plain(each.get("value"))) for each in element.findall("dimension")],
        documents=[link(each, language, values) for each in element.findall("document-link")],
    )


def _all(element: Any, name: str, language: str) -> list[Any]:
    return [text for each in element.findall(name) for text in texts(each, language)]
