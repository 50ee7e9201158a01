"""Does what donors publish of their results fit our model? Each element of the real files has its place, or is named."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from partnerships.amounts import read_amount
from results.models import Disaggregation, Indicator, Observation, Period, Result
from results.models.choices import Better, Level, Measure, ResultType
from tests.factories import ResultsFrameworkFactory

FILES = Path(__file__).resolve().parents[3] / "shared" / "data" / "iati" / "files"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILES.is_dir(), reason="the published activity files are not on this machine"),
]
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Where each element of a result goes, by its path below `result`.
PLACES = {
    "@type": "Result.type",
    "@aggregation-status": "Result.may_be_summed",
    "title": "Result.title",
    "description": "Result.description",
    "reference": "Indicator.references",
    "indicator": "Indicator",
    "indicator/@measure": "Indicator.measure",
    "indicator/@ascending": "Indicator.better",
    "indicator/@aggregation-status": "Indicator.may_be_summed",
    "indicator/title": "Indicator.title",
    "indicator/description": "Indicator.description",
    "indicator/baseline": "Indicator.baseline_value",
    "indicator/baseline/@year": "Indicator.baseline_on",
    "indicator/baseline/@iso-date": "Indicator.baseline_on",
    "indicator/baseline/@value": "Indicator.baseline_value",
    "indicator/baseline/comment": "Indicator.baseline_text",
    "indicator/baseline/dimension": "Disaggregation.baseline_of",
    "indicator/period": "Period",
    "indicator/period/period-start": "Period.starts_on",
    "indicator/period/period-end": "Period.ends_on",
    "indicator/period/target": "Period.target_value",
    "indicator/period/target/@value": "Period.target_value",
    "indicator/period/target/comment": "Period.target_text",
    "indicator/period/target/dimension": "Disaggregation.target_of",
    "indicator/period/actual": "Observation",
    "indicator/period/actual/@value": "Observation.value",
    "indicator/period/actual/comment": "Observation.narrative",
    "indicator/period/actual/dimension": "Disaggregation.observation",
    "indicator/period/actual/location": "Observation.place",
    "indicator/period/actual/document-link": "EvidenceItem.url",
}
# What has none, and why.
WITHOUT_PLACE = {
    "document-link": "papers about results are documents of the record",
    "indicator/document-link": "papers about results are documents of the record",
    "indicator/baseline/document-link": "its source is told in words; the paper is a document of the record",
    "indicator/period/target/document-link": "a target rests on an agreement, which is a document of the record",
    "indicator/baseline/location": "where it is observed stands in the definition of the indicator",
    "indicator/period/target/location": "where it is observed stands in the definition of the indicator",
}
# Words of the first version of the standard for what later became codes.
TYPES = {"Output": ResultType.OUTPUT, "Outcome": ResultType.OUTCOME, "Impact": ResultType.IMPACT}
MEASURES = {"text": Measure.QUALITATIVE}
# Looked into no further: their parts are the texts and codes of the element itself.
LEAVES = {
    "period-start",
    "period-end",
    "title",
    "description",
    "comment",
    "document-link",
    "reference",
    "location",
    "dimension",
}


@pytest.fixture(scope="module")
def published():
    """Every result of an activity in the files, valid or not, with its file."""
    trees = ((path.name, etree.parse(path)) for path in sorted(FILES.glob("*.xml")))
    return [(name, result) for name, tree in trees for result in tree.findall(".//iati-activity/result")]


def paths_in(result):
    def walk(element, above):
        for name in element.attrib:
            if name != XML_LANG:
                yield f"{above}@{name}"
        for child in element:
            if isinstance(child.tag, str):
                yield f"{above}{child.tag}"
                if child.tag not in LEAVES:
                    yield from walk(child, f"{above}{child.tag}/")

    return walk(result, "")


def text_of(element, tag):
    """The first narrative, or the bare text of the first version; the others are translations, which we do not keep."""
    found = element.findall(f"{tag}/narrative") or element.findall(tag)
    return " ".join((found[0].text or "").split()) if found else ""


def number(text):
    """Donors write `30,6` as well as `30.6`."""
    return read_amount(text) if text else None


def a_date(element, tag):
    return date.fromisoformat(element.find(tag).get("iso-date"))


def told(element, indicator):
    """The figure and the words; what is measured in words has its value among them."""
    value, comment = element.get("value"), text_of(element, "comment")
    if not indicator.is_numeric:
        return None, " ".join(part for part in (value, comment) if part)
    return number(value), comment[:2000]


def store_parts(element, **of):
    named = [(part.get("name"), part.get("value")) for part in element.findall("dimension")]
    if named:
        dimension, category = (", ".join(words) for words in zip(*named, strict=True))
        value = number(element.get("value"))
        Disaggregation.objects.create(dimension=dimension, category=category, value=value, **of)


def store(result, framework, position):
    stored = Result.objects.create(
        framework=framework,
        title=(text_of(result, "title") or text_of(result.find("indicator"), "title"))[:300],
        description=text_of(result, "description")[:5000],
        level=Level.ORGANISATION,
        type=TYPES.get(result.get("type")) or ResultType(result.get("type")),
        may_be_summed=result.get("aggregation-status") in ("1", "true"),
        position=position,
    )
    references = [dict(reference.attrib) for reference in result.findall("reference")]
    for place, indicator in enumerate(result.findall("indicator")):
        _store_indicator(indicator, stored, framework.partnership, position * 100 + place + 1, references)


def _store_indicator(indicator, result, partnership, index, references):
    baseline = indicator.find("baseline")
    stored = Indicator(
        result=result,
        partnership=partnership,
        number=index,
        title=text_of(indicator, "title")[:300],
        description=text_of(indicator, "description")[:5000],
        measure=MEASURES.get(indicator.get("measure")) or Measure(indicator.get("measure")),
        unit="units",
        better=Better.LOWER if indicator.get("ascending") == "0" else Better.HIGHER,
        may_be_summed=indicator.get("aggregation-status") == "1",
        references=references,
        baseline_missing="" if baseline is not None else "Not published",
    )
    if baseline is not None:
        stored.baseline_on = baseline.get("iso-date") or baseline.get("year")
        stored.baseline_value = number(baseline.get("value"))
        stored.baseline_text = text_of(baseline, "comment")[:2000]
    stored.full_clean(exclude=["numerator", "denominator", "references", "kinds"])
    stored.save()
    if baseline is not None:
        store_parts(baseline, baseline_of=stored)
    for period in indicator.findall("period"):
        _store_period(period, stored)


def _store_period(period, indicator):
    target = period.find("target")
    stored = Period(indicator=indicator, starts_on=a_date(period, "period-start"), ends_on=a_date(period, "period-end"))
    if target is not None:
        stored.target_value, stored.target_text = told(target, indicator)
    stored.full_clean()
    stored.save()
    for each in period.findall("target"):
        store_parts(each, target_of=stored)
    for actual in period.findall("actual"):
        value, narrative = told(actual, indicator)
        observation = Observation(
            indicator=indicator,
            period=stored,
            observed_on=stored.ends_on,
            value=value,
            narrative=narrative,
            place="; ".join(place.get("ref") for place in actual.findall("location")),
        )
        observation.full_clean()
        observation.save()
        store_parts(actual, observation=observation)


def stored_of(file, published):
    framework = ResultsFrameworkFactory()
    for position, (name, result) in enumerate(published):
        if name == file:
            store(result, framework, position)
    return framework


def counted(file, published):
    elements = Counter(each.tag for name, result in published if name == file for each in result.iter())
    return [elements[tag] for tag in ("result", "indicator", "period", "actual")]


def test_the_files_hold_forty_five_results(published):
    assert len(published) == 45


def test_no_element_of_a_published_result_is_without_a_place_or_a_reason(published):
    found = {path for _name, result in published for path in paths_in(result)}

    assert sorted(found - set(PLACES) - set(WITHOUT_PLACE)) == []


def test_every_place_that_is_named_is_a_field_of_a_model():
    models = {model.__name__: model for model in (Result, Indicator, Period, Observation, Disaggregation)}
    fields = {f"{name}.{field.name}" for name, model in models.items() for field in model._meta.get_fields()} | {
        *models,
        "EvidenceItem.url",
    }

    assert sorted(set(PLACES.values()) - fields) == []


@pytest.mark.parametrize(
    "file",
    [
        "bad-single-activity-no-version-results.xml",
        "real-11be-belgium-results-v202.xml",
        "real-abaad-results-v203.xml",
        "real-netherlands-mfa-v203.xml",
        "real-save-the-children-uk-results-v203.xml",
    ],
)
def test_every_result_indicator_period_and_actual_of_a_file_is_kept(file, published):
    framework = stored_of(file, published)
    indicators = Indicator.objects.filter(result__framework=framework)
    observations = Observation.objects.filter(indicator__in=indicators)

    kept = [
        framework.results.count(),
        indicators.count(),
        Period.objects.filter(indicator__in=indicators).count(),
        observations.count(),
    ]
    assert kept == counted(file, published)


def test_milestones_that_count_from_the_same_day_are_kept_side_by_side(published):
    stored_of("real-11be-belgium-results-v202.xml", published)

    spans = Period.objects.order_by("indicator", "ends_on").values_list("starts_on", "ends_on")[:2]
    assert list(spans) == [(date(2017, 1, 1), date(2019, 12, 31)), (date(2017, 1, 1), date(2021, 12, 31))]


def test_a_decimal_comma_is_read(published):
    stored_of("real-11be-belgium-results-v202.xml", published)

    assert Decimal("30.6") in set(Observation.objects.values_list("value", flat=True)) | set(
        Period.objects.values_list("target_value", flat=True)
    ) | set(Indicator.objects.values_list("baseline_value", flat=True))


def test_two_dimensions_of_one_figure_are_kept_together(published):
    stored_of("real-netherlands-mfa-v203.xml", published)

    parts = Disaggregation.objects.filter(observation__isnull=False).values_list("dimension", "category")
    assert list(parts) == [("sex, age", "female, adult")]
