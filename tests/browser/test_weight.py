"""The first view of every page, as the network carries it: compressed, fonts included."""

import brotli
import pytest
from django.contrib.staticfiles import finders

from tests.browser.test_accessibility import ACCOUNT, PUBLIC

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIMIT = {"en": 150_000, "ar": 200_000}


def carried(response) -> int:
    """Bytes on the wire behind whitenoise: text as brotli, fonts and pictures as they are."""
    body = response.body()
    kind = response.headers.get("content-type", "")
    if "font" in kind or response.url.endswith(".woff2"):
        return len(body)
    return len(brotli.compress(body, quality=5))


def too_heavy(open_page, paths, language):
    """Pages whose first view on a phone is over the budget, with its bytes."""
    assert finders.find("build/portal.css"), "the style sheet is not built: python -m ops.assets"
    heavy = {}
    for path in paths:
        page = open_page("about:blank", width=390)
        responses: list = []
        page.on("response", lambda response, seen=responses: seen.append(response))
        page.goto(path if path.startswith("/") else f"/{language}/{path}", wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        weight = sum(carried(response) for response in responses if response.ok or response.status == 404)
        if weight > LIMIT[language]:
            heavy[path] = weight
    return heavy


@pytest.mark.parametrize("language", ["en", "ar"])
def test_first_view_stays_within_its_budget(open_page, focal_point, events, language):
    assert too_heavy(open_page, [*PUBLIC, *ACCOUNT], language) == {}
