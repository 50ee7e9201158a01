"""Activities pass one by one: nothing the parser still writes on is changed, and nothing that passed is kept."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from iati.reading.reader import read

ROOT = Path(__file__).parents[2]
READ = """
import io, resource, sys
import django
from django.conf import settings
settings.configure(USE_I18N=False)
django.setup()
from pathlib import Path
from iati.reading.reader import read
from tests.iati.test_reading_passing import {stream}
schemas = Path(sys.argv[2]) if sys.argv[2] else None
print(sum(1 for _each in read({stream}(int(sys.argv[1])), schemas=schemas)))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def activity(number, inner=""):
    return f"<iati-activity><iati-identifier>XX-{number}</iati-identifier>{inner}</iati-activity>"


class Stream(io.RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, parts):
        self.parts, self.rest = iter(parts), b""

    def readable(self):
        return True

    def read(self, size=-1):
        while len(self.rest) < size and (part := next(self.parts, None)) is not None:
            self.rest += part.encode()
        given, self.rest = self.rest[:size], self.rest[size:]
        return given


def whole(parts):
    yield '<iati-activities version="2.03">\n'
    yield from parts
    yield "</iati-activities>"


def with_elements_between(count):
    return Stream(whole("<x/>" * 100_000 + activity(number) for number in range(count)))


def of_many_activities(megabytes):
    inner = '<transaction><transaction-type code="3"/><value value-date="2020-01-01">1</value></transaction>' * 100
    return Stream(whole(activity(number, inner) for number in range(megabytes * 100)))


def with_text_between(length):
    return Stream(whole(activity(number) + "é" * length for number in range(3)))


def read_apart(stream, size, schemas=""):
    """How many activities a process of its own reads, and how many MB it needs."""
    command = [sys.executable, "-c", READ.format(stream=stream.__name__), str(size), str(schemas)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    count, peak = done.stdout.split()
    return int(count), float(peak)


@pytest.mark.parametrize("length", [20_000, 40_000])
def test_a_long_text_between_activities_does_no_harm(iati_data, length):
    count, _peak = read_apart(with_text_between, length, iati_data / "xsd")

    assert count == 3


@pytest.mark.parametrize("judged", [False, True])
def test_memory_does_not_grow_with_what_stands_between(iati_data, judged):
    schemas = iati_data / "xsd" if judged else ""
    _few, small = read_apart(with_elements_between, 5, schemas)
    many, large = read_apart(with_elements_between, 40, schemas)

    assert many == 40
    assert large < small * 1.1


def test_memory_does_not_grow_with_the_file(iati_data):
    _few, small = read_apart(of_many_activities, 4, iati_data / "xsd")
    many, large = read_apart(of_many_activities, 24, iati_data / "xsd")

    assert many == 2_400
    assert large < small * 1.1


def test_an_activity_within_another_is_a_part_of_that_one():
    (outer,) = read(with_parts(activity("outer", activity("inner") + "<title><narrative>T</narrative></title>")))

    assert (outer.identifier, outer.title) == ("XX-outer", "T")
    assert outer.rest == ["<iati-activity><iati-identifier>XX-inner</iati-identifier></iati-activity>"]


def with_parts(*parts):
    return Stream(whole(parts))


def test_activities_of_several_lists_are_all_read():
    lists = "".join(f"<iati-activities>{activity(number)}</iati-activities>" for number in range(3))
    found = [each.identifier for each in read(io.BytesIO(f"<result>{lists}</result>".encode()))]

    assert found == ["XX-0", "XX-1", "XX-2"]
