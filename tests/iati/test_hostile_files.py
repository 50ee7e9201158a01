"""Hostile and broken files: refused in time and in little memory, with a message in plain words; odd ones are read."""

import io
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from iati.reading.reader import CannotRead, read
from tests.iati.hostile import FILES, HEAD, inside

SECONDS, MEGABYTES = 2.0, 300  # of processor time, which load does not change
MEASURE = """
import resource, sys
import django
from django.conf import settings
settings.configure(USE_I18N=False)
django.setup()
import io
from iati.reading.reader import CannotRead, read
from tests.iati.hostile import FILES
content = FILES[sys.argv[1]]()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    for activity in read(io.BytesIO(content), most_bytes=50_000_000):
        pass
except CannotRead:
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""
HEAVY = ("billion laughs", "quadratic blow-up", "a million attributes", "a text without end", "a bomb of gzip")


def read_whole(content, **options):
    return list(read(io.BytesIO(content), **options))


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_time(name):
    content = FILES[name]()
    began = process_time()

    with pytest.raises(CannotRead) as refused:
        read_whole(content, most_bytes=50_000_000)

    assert process_time() - began < SECONDS
    assert str(refused.value)


@pytest.mark.parametrize("name", [*HEAVY, "an activity without end"])
def test_a_hostile_file_needs_little_memory(name):
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, name],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert float(done.stdout) < MEGABYTES


def test_nothing_outside_a_file_is_drawn_into_it(tmp_path):
    secret = tmp_path / "secret.xml"
    secret.write_text("<narrative>secret</narrative>")
    include = f'<title><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}"/></title>'

    (activity,) = read_whole(inside(include.encode()))

    assert b"secret<" not in activity.as_json()
    assert activity.titles == []


ODD = {
    "a single activity as the root": (
        HEAD + b"<iati-activity><iati-identifier>XX-1</iati-identifier></iati-activity>",
        "The file is one activity without <iati-activities> around it. It was read all the same.",
    ),
    "no version": (
        HEAD + b"<iati-activities><iati-activity/></iati-activities>",
        "The file does not say of which version of IATI it is. It is judged by 2.03. Add version=“…” to the root.",
    ),
    "an unknown version": (
        HEAD + b'<iati-activities version="9"><iati-activity/></iati-activities>',
        "The version “9” is not known; the file is judged by 2.03.",
    ),
    "no activity": (HEAD + b'<iati-activities version="2.03"/>', "The file holds no activity."),
}


@pytest.mark.parametrize(("content", "message"), ODD.values(), ids=ODD)
def test_an_odd_file_is_read_with_a_remark(content, message):
    reader = read(io.BytesIO(content))
    list(reader)

    assert message in reader.facts.messages


VALUES = {
    "a date that is none": (b'<activity-date type="1" iso-date="0000-00-00"/>', "no date", {"dates": {}}),
    "a day that is none": (b'<activity-date type="2" iso-date="2024-02-31"/>', "no date", {"dates": {}}),
    "a number that is none": (
        b'<budget type="1"><value value-date="2024-01-01">lots</value></budget>',
        "no number",
        {"budgets": []},
    ),
    "an absurd amount": (
        b'<budget type="1"><value value-date="2024-01-01">1e30</value></budget>',
        "absurd amount",
        {"budgets": []},
    ),
    "an absurd share": (b'<recipient-country code="KE" percentage="900"/>', "absurd percentage", {}),
}


@pytest.mark.parametrize(("element", "kind", "left"), VALUES.values(), ids=VALUES)
def test_an_absurd_value_is_left_out_with_a_remark(element, kind, left):
    (activity,) = read_whole(inside(element))

    assert [remark.kind for remark in activity.warnings] == [kind]
    assert {name: getattr(activity, name) for name in left} == left


def test_an_amount_below_nothing_is_kept_as_it_is():
    money = b'<transaction><transaction-type code="3"/><value currency="EUR" value-date="2024-01-01">-5</value></transaction>'

    (activity,) = read_whole(inside(money))

    assert [(str(each.value), each.currency) for each in activity.transactions] == [("-5", "EUR")]


def test_elements_of_others_are_kept_and_passed_over():
    (activity,) = read_whole(inside(b'<x:own xmlns:x="urn:other">1</x:own>'))

    assert activity.rest == ['<x:own xmlns:x="urn:other">1</x:own>']
