"""The own letter as text, behind the link below it."""

import pytest
import time_machine
from django.urls import reverse

from digests import making
from knowledge.models.choices import Audience
from tests.digests.conftest import MONDAY, WEEK, letters
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = f"/en/digests/{WEEK}/text/"


@pytest.fixture
def sent(follows, story, reader):
    """A letter that tells of one story."""
    follows(reader, "all-story")
    piece = story(title="A & <b>B</b>", summary="What came of it.")
    with time_machine.travel(MONDAY, tick=False):
        making.make_for(WEEK)
    return piece


def test_the_letter_links_to_itself_as_text(client, reader, sent, settings):
    assert f'href="{settings.BASE_URL}{ADDRESS}"' in letters()[0].html
    client.force_login(reader)

    page = client.get(ADDRESS)

    assert page.status_code == 200
    assert "A &amp; &lt;b&gt;B&lt;/b&gt;" in page.text
    assert "What came of it." in page.text
    assert "no-store" in page["Cache-Control"]


def test_the_letter_of_somebody_else_is_not_there(client, sent):
    client.force_login(UserFactory())

    assert [client.get(ADDRESS).status_code, client.get("/en/digests/2026-W01/text/").status_code] == [404, 404]


def test_it_takes_a_log_in(client, sent):
    assert client.get(ADDRESS).url == f"{reverse('account_login')}?next={ADDRESS}"


def test_what_was_taken_back_after_sending_is_not_printed(client, reader, sent):
    client.force_login(reader)
    reader.memberships.all().delete()
    type(sent).objects.filter(pk=sent.pk).update(audience=Audience.COMMUNITY)

    page = client.get(ADDRESS)

    assert (page.status_code, "What came of it." in page.text) == (410, False)


def test_the_secretariat_without_a_letter_is_led_to_the_preview(client, sent):
    client.force_login(UserFactory(role="editor"))

    assert client.get(ADDRESS).url == reverse("digests:preview", args=[WEEK])


def test_looking_changes_nothing(client, reader, sent):
    client.force_login(reader)

    assert [client.head(ADDRESS).status_code, client.post(ADDRESS).status_code] == [200, 405]
