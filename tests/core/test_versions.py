"""Who saves second is told what stands there now."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from core.versions import EditedMeanwhile, check_version

STORED_AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
NUMBERED = SimpleNamespace(version=3, updated_at=STORED_AT)
DATED = SimpleNamespace(updated_at=STORED_AT)


@pytest.mark.parametrize(("stored", "seen"), [(NUMBERED, 3), (DATED, STORED_AT)])
def test_a_row_that_stands_as_it_was_read_is_saved(stored, seen):
    assert check_version(stored, seen) is None


@pytest.mark.parametrize(
    ("stored", "seen"),
    [(NUMBERED, 2), (NUMBERED, 0), (DATED, STORED_AT - timedelta(microseconds=1)), (DATED, None)],
)
def test_a_row_saved_since_it_was_read_comes_with_the_refusal(stored, seen):
    with pytest.raises(EditedMeanwhile) as meanwhile:
        check_version(stored, seen)

    assert meanwhile.value.stored is stored
