"""Every page of matching: without a serious fault, on a phone and at a desk, in both directions of writing."""

import pytest

from community.models import User
from tests.browser.matched import make_matched
from tests.browser.test_accessibility import check
from tests.browser.test_weight import too_heavy
from tests.factories import UserFactory

pytestmark = [pytest.mark.usefixtures("no_sweeper"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def broker():
    return UserFactory(role=User.Role.EDITOR, name="Ines Duarte")


@pytest.fixture
def addresses(focal_point, broker):
    return make_matched(focal_point, broker)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_matching_for_everybody_have_no_serious_fault(open_page, addresses, width, language):
    page = open_page(f"/{language}/", width=width)

    assert check(page, [*addresses.everybody, *addresses.by_link], language) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_matching_for_a_party_have_no_serious_fault(open_page, addresses, focal_point, width, language):
    page = open_page(f"/{language}/", width=width, user=focal_point)

    assert check(page, addresses.focal_point, language) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_a_broker_have_no_serious_fault(open_page, addresses, broker, width, language):
    page = open_page(f"/{language}/", width=width, user=broker)

    assert check(page, addresses.broker, language) == {}


@pytest.mark.parametrize(("language", "width"), [("en", 390), ("ar", 1280)])
def test_the_page_that_sets_weights_has_no_serious_fault(open_page, width, language):
    page = open_page(f"/{language}/", width=width, user=UserFactory(role=User.Role.ADMINISTRATOR))

    assert check(page, ["broker/weights/"], language) == {}


@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_page_of_matching_is_wider_than_its_screen(open_page, addresses, focal_point, broker, language):
    """Longer words than English has; the other tests look at English and Arabic."""
    wide = []
    seen = (
        (None, [*addresses.everybody, *addresses.by_link]),
        (focal_point, addresses.focal_point),
        (broker, addresses.broker),
    )
    for user, paths in seen:
        page = open_page(f"/{language}/", user=user)
        for path in paths:
            page.goto(f"/{language}/{path}")
            wide += [(width, path) for width in (1280, 390, 360) if is_wider(page, width)]

    assert wide == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_first_view_of_a_finder_stays_within_its_budget(open_page, addresses, language):
    assert too_heavy(open_page, addresses.everybody, language) == {}


def is_wider(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
