"""What an activity becomes in the words of the register, and what is said of the rest."""

import io

import orjson
import pytest
import time_machine

from community.reference import load_reference
from iati.importing import sides, twinning
from iati.importing.extras import costs_of, documents_of
from iati.importing.mapping import mapped
from iati.reading.reader import read
from partnerships.imports.folding import Folds
from partnerships.imports.vocabulary import Vocabulary

pytestmark = pytest.mark.django_db
COUNTRIES = {"KE": "Kenya", "SE": "Sweden"}


@pytest.fixture
def vocabulary():
    load_reference()
    return Vocabulary(Folds())


def activity(inner, version="2.03", attributes='default-currency="EUR"'):
    content = (
        f'<iati-activities version="{version}"><iati-activity {attributes}>'
        f"<iati-identifier>XX-1</iati-identifier>{inner}</iati-activity></iati-activities>"
    )
    return next(iter(read(io.BytesIO(content.encode()))))


def content(inner, **options):
    return orjson.loads(activity(inner, **options).as_json())


def record(inner, vocabulary, **options):
    return mapped(content(inner, **options), number=1, vocabulary=vocabulary)


VALUES = {
    "status": ('<activity-status code="3"/>', {"stage": "consolidating"}),
    "scope": ('<activity-scope code="4"/>', {"scale_stage": "national"}),
    "dates": (
        '<activity-date type="1" iso-date="2020-01-01"/><activity-date type="4" iso-date="2021-12-31"/>',
        {"planned_start": "2020-01-01", "actual_end": "2021-12-31"},
    ),
    "dates of 1.x": (
        '<activity-date type="start-actual" iso-date="2012-03-01">1 March</activity-date>',
        {"actual_start": "2012-03-01"},
    ),
    "texts": (
        '<description type="1"><narrative>What.</narrative></description>'
        '<description type="2"><narrative>Why.</narrative></description>',
        {"summary": "What.", "reform": "Why."},
    ),
    "English before others": (
        '<title><narrative xml:lang="fi">Nimi</narrative><narrative xml:lang="en">Name</narrative></title>',
        {"title": "Name"},
    ),
    "kind": ("<title><narrative>Twinning of courts</narrative></title>", {"kind": "twinning"}),
    "codes": (
        '<collaboration-type code="1"/><default-aid-type code="D02"/>',
        {"collaboration_type": "1", "aid_type": "D02"},
    ),
}


@pytest.mark.parametrize(("inner", "values"), VALUES.values(), ids=VALUES)
def test_what_is_published_becomes_values_of_the_record(vocabulary, inner, values):
    found = record(inner, vocabulary).record.values

    assert {name: found.get(name) for name in values} == values


CODES = {
    "five digits": ('<sector code="15111"/>', {"sectors": ["15111"]}),
    "three digits": ('<sector vocabulary="2" code="151"/>', {"sectors": ["151"]}),
    "of a transaction": (
        '<transaction><value>1</value><sector vocabulary="1" code="16062"/></transaction>',
        {"sectors": ["16062"]},
    ),
    "a target": ('<tag vocabulary="3" code="16.6"/>', {"sdg_targets": ["16.6"]}),
    "an indicator of older files": (
        '<sector vocabulary="9" code="16.6.2"/><sector vocabulary="1" code="15111"/>',
        {"sectors": ["15111"], "sdg_targets": ["16.6"]},
    ),
}


@pytest.mark.parametrize(("inner", "codes"), CODES.values(), ids=CODES)
def test_what_is_published_becomes_codes_of_the_record(vocabulary, inner, codes):
    assert record(inner, vocabulary).record.codes == codes


NOTES = {
    "a withdrawn sector": (
        '<sector vocabulary="1" code="99999"/>',
        "Sector codes that are not on the list of the DAC, kept as published: 99999",
    ),
    "withdrawn codes": (
        '<collaboration-type code="5"/><default-aid-type code="D03"/>',
        "Codes that are no longer on their list, kept as published: D03, 5",
    ),
    "a goal": ('<tag vocabulary="2" code="16"/>', "Development goals without a target, kept as published: 16"),
    "contacts and locations": (
        "<contact-info><email>a@b.example</email></contact-info><location/>",
        "Kept as published, without a place in the record: contact persons (not shown), locations",
    ),
    "an end before the start": (
        '<activity-date type="1" iso-date="2021-01-01"/><activity-date type="3" iso-date="2020-01-01"/>',
        "It ends (2020-01-01) before it starts: the end was not taken.",
    ),
    "a future that is called actual": (
        '<activity-date type="4" iso-date="2031-01-01"/>',
        "An actual date lies in the future (2031-01-01): not taken.",
    ),
}


@time_machine.travel("2026-11-23", tick=False)
@pytest.mark.parametrize(("inner", "note"), NOTES.values(), ids=NOTES)
def test_what_finds_no_place_is_named(vocabulary, inner, note):
    assert note in record(f"<title><narrative>Name</narrative></title>{inner}", vocabulary).notes


MONEY = {
    "paid out before committed": (
        '<transaction><transaction-type code="2"/><value value-date="2020-01-01">9</value></transaction>'
        '<transaction><transaction-type code="3"/><value value-date="2020-01-01">5</value></transaction>'
        '<transaction><transaction-type code="4"/><value value-date="2020-01-01">2</value></transaction>',
        [("7.00", "EUR", "Paid out, as published: 2 payments")],
    ),
    "a line a currency": (
        '<budget type="1"><value currency="USD" value-date="2020-01-01">3</value></budget>'
        '<budget type="1"><value value-date="2020-01-01">4</value></budget>',
        [("3.00", "USD", "Budgeted, as published: 1 budgets"), ("4.00", "EUR", "Budgeted, as published: 1 budgets")],
    ),
    "less than nothing is no cost": (
        '<transaction><transaction-type code="3"/><value value-date="2020-01-01">-5</value></transaction>',
        [],
    ),
}


@pytest.mark.parametrize(("inner", "costs"), MONEY.values(), ids=MONEY)
def test_money_is_summed_once(inner, costs):
    assert [(str(cost.amount), cost.currency, cost.note) for cost in costs_of(content(inner))] == costs


def test_links_that_are_none_are_left_out():
    inner = (
        '<document-link url="https://example.org/a b.pdf"><title><narrative>A</narrative></title>'
        '<category code="A09"/></document-link><document-link url="javascript:alert(1)"/>'
    )

    assert documents_of(content(inner)) == [("https://example.org/a%20b.pdf", "A", "A09", "")]


POSSIBLE = {
    "a word": ("<title><narrative>Jumelage entre cours</narrative></title>", ["word"]),
    "triangular": ('<collaboration-type code="8"/>', ["triangular"]),
    "experts of two countries": (
        '<default-aid-type code="D01"/><participating-org role="4" type="10" ref="SE-1"/>'
        '<participating-org role="4" type="10" ref="KE-1"/>',
        ["experts"],
    ),
    "a sector beside a word": (
        '<title><narrative>Twinning</narrative></title><sector code="15111"/>',
        ["word", "sector"],
    ),
    "experts of one country": (
        '<default-aid-type code="D01"/><participating-org role="4" type="10" ref="SE-1"/>',
        [],
    ),
    "a sector alone": ('<sector code="15111"/>', []),
}


@pytest.mark.parametrize(("inner", "reasons"), POSSIBLE.values(), ids=POSSIBLE)
def test_what_may_be_a_twinning_says_why(inner, reasons):
    judgement = twinning.judge(activity(inner))

    assert [reason["code"] for reason in judgement.reasons] == reasons
    assert judgement.is_possible is bool(reasons)
    assert all(twinning.said(reason) for reason in judgement.reasons)


SIDES = {
    "who pays": ('<participating-org role="1" ref="SE-0"/>', [("funder", "funding")]),
    "who manages": ('<participating-org role="3" ref="SE-0"/>', [("broker", "extending")]),
    "who pays and manages": (
        '<participating-org role="1" ref="SE-0"/><participating-org role="3" ref="SE-0"/>',
        [("funder", "funding")],
    ),
    "of the country that receives": (
        '<participating-org role="4" type="10"><narrative>Treasury of Kenya</narrative></participating-org>',
        [("demand", "of_country")],
    ),
    "from abroad": ('<participating-org role="4" type="10" ref="SE-7"/>', [("supply", "from_abroad")]),
    "who oversees": ('<participating-org role="2" ref="SE-0"/>', [("", "oversees")]),
}


@pytest.mark.parametrize(("inner", "expected"), SIDES.values(), ids=SIDES)
def test_sides_are_guessed_with_a_reason(inner, expected):
    proposal = sides.propose(activity(f'<recipient-country code="KE"/>{inner}'), COUNTRIES)

    assert [(each["side"], each["why"]) for each in proposal] == expected
    assert all(sides.said(each["why"]) for each in proposal)
