"""The drills run for hours and by themselves; here only that they can, and that nobody runs them unasked."""

import importlib
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from mail.models import Message
from ops.places import ROOT
from tests.drills import conftest
from tests.drills.figures import Figure, Figures, summary, table
from tests.drills.invariants import rules

MODULES = sorted(path.stem for path in (ROOT / "tests" / "drills").glob("test_*.py"))


@pytest.mark.parametrize("name", MODULES)
def test_a_drill_can_be_imported_and_names_its_fault(name):
    module = importlib.import_module(f"tests.drills.{name}")

    assert name.split("_")[1].upper() == module.FAULT


@pytest.mark.parametrize(("asked_for", "left_out"), [(["tests"], True), (["tests/drills"], None)])
def test_drills_run_only_where_they_are_asked_for(asked_for, left_out):
    config = SimpleNamespace(args=asked_for)

    assert conftest.pytest_ignore_collect(ROOT / "tests" / "drills" / "test_f1_kill.py", config) is left_out


def test_the_worst_of_several_runs_is_told(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("tests.drills.figures.FOLDER", tmp_path)
    for lost, sent in ((0, 10), (2, 9), (1, 10)):
        figures = Figures("F0", "test_f0")
        figures.exactly(0, "lost", lost)
        figures.at_least(10, "sent", sent)
        figures.note("kills", lost)
        figures.write(passed=not figures.missed, seconds=1)

    (drill,) = summary()

    assert [(f["name"], f["seen"], f["holds"]) for f in drill["figures"]] == [
        ("lost", 2, False),
        ("sent", 9, False),
        ("kills", 2, True),
    ]
    assert (drill["runs"], drill["passed"]) == (3, False)
    assert [line.endswith("MISSED") for line in table([drill])] == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("figure", "holds"),
    [
        (Figure("lost", 0, most=0, least=0), True),
        (Figure("lost", 1, most=0, least=0), False),
        (Figure("people", 4_999, most=5_000, least=5_000), False),
        (Figure("late", 90, most=90), True),
        (Figure("late", 90.1, most=90), False),
        (Figure("kills", 3), True),
    ],
)
def test_a_figure_holds_within_its_limits(figure, holds):
    assert figure.holds is holds


def broken_rules():
    now = timezone.now()
    broken = set()
    with connection.cursor() as cursor:
        for name, statement in rules(now=now, smtp_up_since=now - timedelta(hours=1)).items():
            cursor.execute(statement)
            if cursor.fetchall():
                broken.add(name)
    return broken


def message(**fields):
    number = Message.objects.count()
    return Message.objects.create(
        purpose="p",
        period="1",
        recipient=f"p{number}@example.org",
        subject="s",
        text="t",
        message_id=f"<{number}>",
        **fields,
    )


@pytest.mark.django_db
def test_no_rule_is_broken_by_mail_in_order():
    message()
    message(status="sending", claim=1, claimed_at=timezone.now())
    message(status="sent", sent_at=timezone.now())

    assert broken_rules() == set()


@pytest.mark.django_db
def test_rules_find_what_breaks_them():
    ago = timezone.now() - timedelta(minutes=20)
    message(due_at=ago)
    message(status="sending", claim=1, claimed_at=ago)
    message(status="retry", claim=1)
    message(status="sent", sent_at=timezone.now(), not_after=ago)
    message(status="digested")

    assert broken_rules() == {
        "no mail waits for more than 15 minutes while the mail server is up",
        "nothing is being sent for more than 5 minutes",
        "what was sent says when, and belongs to no sweeper",
        "nothing is sent after the moment it was of use until",
        "what was told in a digest names a digest that exists",
    }
