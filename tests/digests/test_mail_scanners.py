"""Scanners of mail open every link of every letter of digests: nothing of that changes anything (T14)."""

from datetime import timedelta

import pytest
import time_machine
from django.http import QueryDict

from core.registry import kept_list, mail_purposes
from digests import at_once, making, previewing
from digests.letters import AT_ONCE, EDITION, TEST
from digests.making import edition_of
from digests.models.choices import Notice
from digests.services.choices import change_search, keep_search
from mail.models import MailPreference
from tests.digests.conftest import MONDAY, WEDNESDAY, WEEK
from tests.scanned_links import links_of, opened_often
from tests.stored import hash_of_all_tables

pytestmark = pytest.mark.django_db(transaction=True)


def send_edition(reader):
    making.make_for(WEEK)


def tell_at_once(reader):
    kept = kept_list("everything")
    with time_machine.travel(WEDNESDAY - timedelta(days=1), tick=False):
        search = keep_search(kept=kept, pairs=kept.clean(QueryDict("q=xylophone")), by=reader)
        change_search(search=search, name="Xylophones", notice=Notice.AT_ONCE, by=reader)
    at_once.tell()


def send_a_test(reader):
    reader.role = "editor"
    reader.save()
    previewing.send_test(edition_of(WEEK), to=reader)


CAUSES = {EDITION: send_edition, AT_ONCE: tell_at_once, TEST: send_a_test}


@pytest.fixture
def sent(request, reader, follows, story):
    """A letter of each purpose, with a story, a follow and a search in it."""
    follows(reader, "all-story")
    story(title="Xylophone audit")
    with time_machine.travel(MONDAY, tick=False):
        CAUSES[request.param](reader)
        yield request.param


def test_every_letter_of_digests_is_scanned_here():
    ours = {each.name for each in mail_purposes() if each.name.startswith(("edition", "saved-search"))}

    assert set(CAUSES) == ours


@pytest.mark.parametrize("sent", CAUSES, indirect=True)
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_opening_every_link_of_a_letter_changes_nothing(client, settings, reader, sent, is_signed_in):
    settings.ALLOWED_HOSTS = ["*"]
    if is_signed_in:
        client.force_login(reader)
    links = links_of(sent, settings.BASE_URL)
    before = hash_of_all_tables()

    answers = opened_often(client, links)

    assert len(links) > 3
    assert [link for link, statuses in answers.items() if max(statuses) >= 500] == []
    assert hash_of_all_tables() == before


@pytest.mark.parametrize("sent", CAUSES, indirect=True)
def test_a_post_of_nothing_to_every_link_changes_nothing(client, settings, sent):
    settings.ALLOWED_HOSTS = ["*"]
    links = links_of(sent, settings.BASE_URL)
    before = hash_of_all_tables()

    answers = [client.post(link).status_code for link in links if not link.startswith("/en/mail/")]

    assert max(answers) < 500
    assert hash_of_all_tables() == before


@pytest.mark.parametrize("sent", [EDITION, AT_ONCE], indirect=True)
def test_a_click_after_the_scanner_still_unsubscribes(client, settings, reader, sent):
    settings.ALLOWED_HOSTS = ["*"]
    links = links_of(sent, settings.BASE_URL)
    [one_click] = [link for link in links if link.startswith("/mail/unsubscribe/")]
    opened_often(client, links)
    kept = MailPreference.objects.count()

    client.post(one_click, {"List-Unsubscribe": "One-Click"})

    assert kept == 0
    assert list(MailPreference.objects.values_list("address", "kind", "choice")) == [(reader.email, sent, "never")]
