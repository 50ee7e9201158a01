"""Rich text of the list of bad input (numbers 21 to 30): saved without harm, and every page that shows it is whole."""

import re
import time

import pytest
from django.urls import reverse
from lxml import html

from knowledge.models.choices import State
from tests.factories.knowledge import StoryFactory
from tests.knowledge.writing import draft, member, send

pytestmark = pytest.mark.django_db
MXSS = '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=1&gt;">'
BAD = {
    "21 an address that is a script": '<p><a href="javascript:alert(1)">harm</a></p>',
    "21 an address that is a script in Markdown": "[harm](javascript:alert(1))",
    "21 an address that is a script in disguise": '<p><a href="JaVaScRiPt&colon;alert(1)">harm</a></p>',
    "22 a picture that tells on its reader": '<p>harm<img src="http://evil.example/pixel"></p>',
    "22 the same in Markdown": "harm ![](http://evil.example/pixel)",
    "23 markup that turns when it is read again": f"<p>harm</p>{MXSS}",
    "24 ten thousand quotes in one another": "<blockquote>" * 10_000 + "harm",
    "24 ten thousand brackets": "[" * 10_000 + "harm",
    "24 ten thousand signs of quotes": "> " * 10_000 + "harm",
    "25 definitions that call each other": "\n".join(f"[a{n}]: [a{n + 1}][a{n + 1}] harm" for n in range(1_500)),
    "26 an address without its scheme": '<p><a href="//evil.example">harm</a></p>',
    "26 a page in an address": '<p><a href="data:text/html,<script>alert(1)</script>">harm</a></p>',
    "26 VBScript": '<p><a href="vbscript:x">harm</a></p>',
    "27 a form": '<form action="/logout"><p>harm<button>Log in</button></p></form>',
    "27 a base": '<base href="//evil.example"><p>harm</p>',
    "28 an id that hides another": '<p><a id="csrfmiddlewaretoken" name="csrfmiddlewaretoken">harm</a></p>',
    "30 a comment that is not closed": "<p>harm<!-- </p>",
    "30 CDATA that is not closed": "<p>harm<![CDATA[ </p>",
    "30 a text area that is not closed": "<p>harm</p><textarea><title><style>",
}
TOO_WIDE = "<table><tr>" + "<td>A</td>" * 5_000 + "</tr></table>"


@pytest.fixture
def author(client):
    user = member()
    client.force_login(user)
    return user


@pytest.mark.parametrize("typed", BAD.values(), ids=BAD)
def test_bad_markup_is_saved_without_harm_and_its_pages_stay_whole(client, author, typed):
    story = draft(author)
    began = time.monotonic()

    assert send(client, story, context=typed).status_code == 302
    assert time.monotonic() - began < 2
    story.refresh_from_db()
    published = StoryFactory(context=story.context, summary="harm")

    shown = client.get(published.get_absolute_url()).text
    part = html.fromstring(shown).xpath('//*[contains(@class, "prose") or self::main]')[0]
    assert "harm" in part.text_content()
    assert shown.rstrip().endswith("</html>")
    assert "</footer>" in shown
    assert [harm for harm in HARMS if re.search(harm, html.tostring(part, encoding="unicode"))] == []
    for address in ("knowledge:stories", "knowledge:stories_feed"):
        assert client.get(reverse(address)).status_code == 200


HARMS = [
    r"<a[^>]*javascript:",
    r"<a[^>]*vbscript:",
    r"<a[^>]*data:",
    r'(src|href|action)="(https?:)?//evil',
    r"<base",
    r"<textarea",
    r'id="csrf',
    r"onerror=",
    r'action="/logout"',
]


def test_29_a_table_of_5000_columns_is_said_beside_its_field_and_kept(client, author):
    story = draft(author)

    answer = send(client, story, context=TOO_WIDE)

    assert list(answer.context["form"].errors) == ["context"]
    assert answer.context["form"]["context"].value() == TOO_WIDE
    assert story.state == State.DRAFT
