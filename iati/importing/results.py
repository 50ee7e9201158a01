"""Published results in the shape of the register: a framework with results, indicators, periods and observations.

What a donor published of a result is its word alone: actuals wait as submitted until the other side has looked at
them, and are shown to everybody only then. Words of the standard: ResultType, IndicatorMeasure.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Visibility
from core.validators import clean_text, validate_has_letters
from iati.importing.mapping import text_in
from iati.importing.plan import Planned
from partnerships.imports.importer import Importer
from results.models import Indicator, Observation, Period, Result, ResultsFramework
from results.models.choices import Better, Level, Measure, ObservationState, ResultType

LARGEST = Decimal("1e13")
LEVELS = {ResultType.OUTPUT: Level.INDIVIDUAL, ResultType.IMPACT: Level.SYSTEM}


def write_results(planned: list[Planned], importer: Importer) -> None:
    """Once: where a framework is there already, what the file says of results stays with the activity."""
    with_results = [each for each in planned if each.row.content["results"]]
    if not with_results:
        return
    records = [each.record for each in with_results]
    there = set(ResultsFramework.objects.filter(partnership__in=records).values_list("partnership", flat=True))
    for each in with_results:
        if each.record.pk not in there:
            _write(each, each.record, importer)


def _write(planned: Planned, record: Any, importer: Importer) -> None:
    public = record.visibility == Visibility.PUBLIC
    framework = ResultsFramework.objects.create(
        partnership=record,
        visibility=Visibility.PUBLIC if public else Visibility.PARTIES,
        recorded_by=importer.user,
        title=_("Results as published to IATI"),
        language=(planned.row.content["language"] or "en")[:2].casefold() or "en",
    )
    number = 0
    for position, said in enumerate(planned.row.content["results"]):
        kind = said["type"] if said["type"] in ResultType.values else ResultType.OTHER.value
        result = Result.objects.create(
            framework=framework,
            title=_title(said["titles"], 300, _("Result %(number)d") % {"number": position + 1}),
            description=clean_text(text_in(said["descriptions"]))[:5000],
            level=LEVELS.get(ResultType(kind), Level.ORGANISATION),
            type=kind,
            position=position,
        )
        for place, each in enumerate(said["indicators"]):
            number += 1
            _indicator(each, result, record, number, place, importer)


def _indicator(said: dict[str, Any], result: Result, record: Any, number: int, place: int, importer: Importer) -> None:
    measure = said["measure"] if said["measure"] in Measure.values else Measure.QUALITATIVE.value
    baseline = said["baselines"][0] if said["baselines"] else None
    value = _number(baseline["value"]) if baseline else None
    if measure == Measure.PERCENTAGE and value is not None and not 0 <= value <= 100:
        value = None
    text = _in_words(baseline, value) if baseline else ""
    indicator = Indicator.objects.create(
        result=result,
        partnership=record,
        number=number,
        title=_title(said["titles"], 300, _("Indicator %(number)d") % {"number": number}),
        description=clean_text(text_in(said["descriptions"]))[:5000],
        measure=measure,
        unit=_("as published") if measure == Measure.UNIT else "",
        better=Better.LOWER if said["ascending"] is False else Better.HIGHER,
        baseline_on=(baseline["on"] or _year(baseline["year"])) if baseline else "",
        baseline_value=value,
        baseline_text=text[:2000],
        baseline_missing="" if value is not None or text else _("None was published."),
        references=[{"code": each["code"], "vocabulary": each["vocabulary"]} for each in said["references"]],
        position=place,
    )
    _periods(said["periods"], indicator, importer)


def _periods(said: list[dict[str, Any]], indicator: Indicator, importer: Importer) -> None:
    taken: list[tuple[str, str]] = []
    for each in said:
        start, end = each["start"], each["end"]
        fits = start and end and start <= end and not any(_collide(start, end, *other) for other in taken)
        period = None
        if fits:
            taken.append((start, end))
            target = each["targets"][0] if each["targets"] else None
            value = _number(target["value"]) if target else None
            period = Period.objects.create(
                indicator=indicator,
                starts_on=start,
                ends_on=end,
                target_value=value,
                target_text=(_in_words(target, value) if target else "")[:2000],
            )
        for actual in each["actuals"]:
            _observation(actual, indicator, period, end or start, importer)


def _collide(start: str, end: str, other_start: str, other_end: str) -> bool:
    """Periods of one indicator overlap only where they begin on the same day, and are not the same."""
    if start == other_start:
        return end == other_end
    return start <= other_end and other_start <= end


def _observation(
    said: dict[str, Any], indicator: Indicator, period: Period | None, day: str, importer: Importer
) -> None:
    value = _number(said["value"])
    if indicator.measure == Measure.PERCENTAGE and value is not None and not 0 <= value <= 100:
        value = None
    words = _in_words(said, value)
    if value is None and not words:
        return
    today = timezone.localdate()
    Observation.objects.create(
        indicator=indicator,
        period=period,
        observed_on=min(date.fromisoformat(day), today) if day else today,
        value=value if indicator.is_numeric else None,
        narrative=(words if indicator.is_numeric or words else said["value"])[:10000],
        method=_("As published to IATI"),
        state=ObservationState.SUBMITTED,
        submitted_at=timezone.now(),
        recorded_by=importer.user,
    )


def _in_words(said: dict[str, Any], value: Decimal | None) -> str:
    """The comments, and the value where it is no number."""
    texts = [clean_text(text["text"]) for text in said["texts"]]
    if value is None and said["value"]:
        texts.insert(0, clean_text(said["value"]))
    return "\n".join(texts)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", "").replace("%", "").strip())
    except InvalidOperation:
        return None
    return round(number, 6) if number.is_finite() and abs(number) < LARGEST else None


def _year(text: str) -> str:
    return text if len(text) == 4 and text.isdecimal() else ""


def _title(texts: list[dict[str, str]], most: int, otherwise: str) -> str:
    title = clean_text(text_in(texts))
    try:
        validate_has_letters(title)
    except ValidationError:
        return otherwise
    return title if len(title) <= most else title[: most - 1] + "…"
