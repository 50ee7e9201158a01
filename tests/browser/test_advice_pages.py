"""Every page of advice: without a serious fault, no wider than its screen, and light; the ladder is among all pages."""

import pytest

from community.models import User
from tests.browser.advised import make_advised
from tests.browser.test_accessibility import check
from tests.browser.test_matching_pages import is_wider
from tests.browser.test_weight import too_heavy
from tests.factories import UserFactory

pytestmark = [pytest.mark.usefixtures("no_sweeper"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def addresses(focal_point):
    return make_advised(focal_point)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_advice_have_no_serious_fault(open_page, addresses, focal_point, width, language):
    page = open_page(f"/{language}/", width=width)
    member = open_page(f"/{language}/", width=width, user=focal_point)

    assert check(page, addresses.everybody, language) == {}
    assert check(member, addresses.member, language) == {}


def test_the_secretariat_reads_kept_advice_without_a_serious_fault(open_page, addresses):
    page = open_page("/en/", width=390, user=UserFactory(role=User.Role.EDITOR))

    assert check(page, ["advice/kept/", "advice/compared/", addresses.member[2]], "en") == {}


@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_page_of_advice_is_wider_than_its_screen(open_page, addresses, focal_point, language):
    """Longer words than English has; the other tests look at English and Arabic."""
    wide = []
    for user, paths in ((None, addresses.everybody), (focal_point, addresses.member)):
        page = open_page(f"/{language}/", user=user)
        for path in paths:
            page.goto(f"/{language}/{path}")
            wide += [(width, path) for width in (1280, 390, 360) if is_wider(page, width)]

    assert wide == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_first_view_of_advice_stays_within_its_budget(open_page, addresses, language):
    assert too_heavy(open_page, addresses.everybody, language) == {}
