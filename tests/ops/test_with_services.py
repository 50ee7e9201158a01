import pytest

from tests.ops.conftest import running

ASK = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])"


@pytest.mark.parametrize("status", [0, 3])
def test_command_gets_parts_of_its_own_that_end_with_it(room, python, status):
    process = python(
        *("-m", "ops.with_services", "--name", "own", "--", "python", "-c", f"{ASK}; raise SystemExit({status})"),
        DATABASE_URL="",
        REDIS_URL="",
    )

    said, _ = process.communicate(timeout=60)

    assert process.returncode == status
    assert "postgres://portal@" in said
    assert "unix:///" in said
    assert running(str(room)) == []


def test_given_addresses_are_passed_on(room, python):
    process = python(
        *("-m", "ops.with_services", "--", "python", "-c", ASK),
        DATABASE_URL="postgres://a@b/c",
        REDIS_URL="redis://d",
    )

    said, _ = process.communicate(timeout=60)

    assert said.splitlines()[-1] == "postgres://a@b/c redis://d"
    assert not (room / "test-pg").exists()
