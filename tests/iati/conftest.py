"""The published files and schemas that tests of IATI read; they are not part of this repository."""

from pathlib import Path

import pytest

DATA = Path(__file__).parents[3] / "shared" / "data" / "iati"


@pytest.fixture(scope="session")
def iati_data():
    if not DATA.is_dir():
        pytest.skip("the published IATI files are not beside this checkout (../shared/data/iati)")
    return DATA
