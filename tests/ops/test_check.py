import pytest

from ops import check
from ops.check import Check


@pytest.fixture
def checks(monkeypatch):
    def set_checks(*found):
        monkeypatch.setattr(check, "CHECKS", list(found))
        monkeypatch.setattr(check.sys, "argv", ["check"])

    return set_checks


GOOD = Check("good", ["python", "-c", "print('unseen')"])
BAD = Check("bad", ["python", "-c", "print('line\\n' * 100); raise SystemExit(2)"])


def test_every_check_runs_and_a_failure_fails_all(checks, capsys):
    checks(BAD, GOOD)

    status = check.main()

    said = capsys.readouterr().out
    assert status == 1
    assert [line.split()[:2] for line in said.splitlines() if line.startswith(("ok", "FAILED"))] == [
        ["FAILED", "bad"],
        ["ok", "good"],
    ]
    assert said.endswith("1 failed: bad\n")


def test_only_a_failed_check_is_quoted_and_not_at_any_length(checks, capsys):
    checks(GOOD, BAD)

    check.main()

    said = capsys.readouterr().out
    assert "unseen" not in said
    assert said.count("        line\n") == check.MOST_LINES
    assert "… and 60 lines more" in said


def test_a_word_chooses_checks(checks, monkeypatch):
    checks(GOOD, BAD)
    monkeypatch.setattr(check.sys, "argv", ["check", "good"])

    assert check.main() == 0
