"""What drills share. Each runs DRILL_ROUNDS times (three) on a stack of its own and reports its figures.

A drill takes the fixtures `stack` (servers and programs, see stack.py) and `figures` (see figures.py);
its module says FAULT = "F1", the row of the specification it belongs to.
"""

import os
import random
import time

import pytest

from tests.drills import database
from tests.drills.figures import ROUNDS, Figures, summary, table, write_results
from tests.drills.invariants import breaches
from tests.drills.stack import Stack


def are_wanted(config):
    """Drills take hours, so `pytest tests` leaves them out; `pytest tests/drills` does not."""
    return any("drills" in word for word in config.args)


def pytest_ignore_collect(collection_path, config):
    return None if are_wanted(config) else True


def pytest_generate_tests(metafunc):
    if "figures" in metafunc.fixturenames:
        once = metafunc.definition.get_closest_marker("once") is not None
        metafunc.parametrize("round_", range(1, (1 if once else ROUNDS) + 1))


@pytest.fixture
def round_():
    return 1


@pytest.fixture(scope="session")
def template():
    """A database brought up to date once; each drill gets a copy."""
    with database.template(os.environ["DATABASE_URL"]) as name:
        yield name


@pytest.fixture
def stack(request, template):
    name = f"{request.node.originalname.removeprefix('test_')}_{os.getpid()}"
    with Stack(name, template) as stack:
        yield stack


@pytest.fixture
def rng(round_):
    """The same chances each time, and others in each round; DRILL_SEED changes them."""
    return random.Random(f"{os.environ.get('DRILL_SEED', 'drill')}-{round_}")  # noqa: S311 - chooses moments, no keys


@pytest.fixture
def figures(request, round_):
    """Written down whatever happens; a figure that was missed fails the drill at its end."""
    figures = Figures(request.module.FAULT, request.node.originalname)
    began = time.monotonic()
    yield figures
    report = request.node.stash.get(REPORT, None)
    passed = bool(report and report.passed) and not figures.missed
    figures.write(passed=passed, seconds=time.monotonic() - began)
    assert figures.missed == []


@pytest.fixture
def hold_invariants(figures):
    """Called after a fault; none of the rules of invariants.sql may be broken."""

    def check(stack):
        broken = breaches(stack)
        figures.exactly(0, "broken invariants", len(broken))
        assert broken == []

    return check


REPORT = pytest.StashKey[pytest.TestReport]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[REPORT] = report
    return report


def pytest_terminal_summary(terminalreporter, config):
    drills = summary()
    if not drills or not are_wanted(config):
        return
    terminalreporter.section("the worst of the last runs")
    terminalreporter.write_line("\n".join(table(drills)))
    terminalreporter.write_line(f"\nalso in {write_results(drills)}")
