"""Addresses of many records at once."""

import pytest

from core.slugs import LONGEST
from partnerships.imports.apply import Slugs
from partnerships.models import Partnership, PartnershipFormerSlug

pytestmark = pytest.mark.django_db


def test_long_titles_that_begin_alike_get_addresses_of_their_own():
    titles = ["a" * 200, "a" * 120, "a" * LONGEST]

    slugs = Slugs(Partnership, PartnershipFormerSlug, "partnership", titles)

    assert [slugs.take(title) for title in titles] == [
        "a" * LONGEST,
        "a" * (LONGEST - 2) + "-2",
        "a" * (LONGEST - 2) + "-3",
    ]
