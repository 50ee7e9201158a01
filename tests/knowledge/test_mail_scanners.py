"""Scanners of mail open every link of every letter about texts, and some send forms: nothing changes (T14)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.registry import mail_purposes
from knowledge import curation_letters as letters
from knowledge.models import Consent, ConsentLink
from knowledge.models.choices import ArchiveReason
from knowledge.scheduled import publish_due
from knowledge.services.consents import Addressee, answer_by_link, send_to_partner, take_consent_back
from knowledge.services.publishing import archive_piece, publish_piece, schedule_piece
from knowledge.services.states import decline_piece, return_piece
from knowledge.uptake_letters import UPTAKE
from mail.models import MailPreference
from tests.factories.community import MembershipFactory
from tests.factories.knowledge import StoryFactory
from tests.knowledge.curating import case
from tests.scanned_links import links_of, opened_often
from tests.stored import hash_of_all_tables

pytestmark = pytest.mark.django_db


def submit(_client):
    case().submitted()


def send_back(_client):
    told = case()
    told.submitted()
    return_piece(told.story, reason="Mend it.", by=told.editor)


def decline(_client):
    told = case()
    told.submitted()
    decline_piece(told.story, reason="It is about something else.", by=told.editor)


def ask(_client):
    case().asked()


def agree(_client):
    case().agreed()


def publish(_client=None):
    told = case()
    told.agreed()
    publish_piece(told.story, by=told.editor)
    return told


def archive(_client):
    told = publish()
    archive_piece(told.story, reason=ArchiveReason.OUTDATED, by=told.editor)


def take_back(_client):
    told = publish()
    told.story.refresh_from_db()
    take_consent_back(told.story, by=told.partner)


def miss_the_hour(_client):
    """What was to come out is not agreed to any more when its hour comes."""
    told = case()
    told.agreed()
    schedule_piece(told.story, at=timezone.now() + timedelta(hours=1), by=told.editor)
    told.editor.role = "member"
    told.editor.save()
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        publish_due()


def ask_by_link(_client=None):
    told = case()
    told.partner.memberships.all().delete()
    told.submitted()
    to = Addressee("director@ministry.example", "Ama", "en")
    send_to_partner(told.story, addressees={told.ministry.pk: to}, by=told.editor)
    return told


def publish_for_a_link(_client):
    told = ask_by_link()
    answer_by_link(link=ConsentLink.objects.get(), decision="agreed", name="Ama Mensah")
    publish_piece(told.story, by=told.editor)


def tell_of_use(client):
    piece = StoryFactory()
    client.force_login(MembershipFactory().user)
    typed = {"kind": "tried", "text": "We did it with two clerks.", "language": "en", "institution": ""}
    client.post(reverse("knowledge:uptake", args=[piece.slug]), typed)
    client.logout()


CAUSES = {
    letters.SUBMITTED: submit,
    letters.RETURNED: send_back,
    letters.DECLINED: decline,
    letters.PUBLISHED: publish,
    letters.ARCHIVED: archive,
    letters.NOT_PUBLISHED: miss_the_hour,
    letters.CONSENT_ASKED: ask,
    letters.CONSENT_LINK: ask_by_link,
    letters.PUBLISHED_LINK: publish_for_a_link,
    letters.ANSWERED: agree,
    letters.TAKEN_BACK: take_back,
    UPTAKE: tell_of_use,
}


@pytest.fixture(autouse=True)
def any_host(settings):
    settings.ALLOWED_HOSTS = ["*"]


def test_every_letter_about_texts_is_scanned_here():
    assert set(CAUSES) == {each.name for each in mail_purposes() if each.name.startswith("piece-")}


@pytest.mark.parametrize("purpose", CAUSES)
def test_opening_every_link_of_a_letter_changes_nothing(client, settings, purpose):
    CAUSES[purpose](client)
    links = links_of(purpose, settings.BASE_URL)
    before = hash_of_all_tables()

    answers = opened_often(client, links)

    assert len(links) > 3
    assert [link for link, statuses in answers.items() if max(statuses) >= 500] == []
    assert hash_of_all_tables() == before


@pytest.mark.parametrize("purpose", CAUSES)
def test_sending_the_forms_behind_every_link_as_they_are_changes_nothing(client, settings, purpose):
    """With what is hidden in them and nothing that a person would have to choose."""
    CAUSES[purpose](client)
    links = [link for link in links_of(purpose, settings.BASE_URL) if "/mail/" not in link]
    before = hash_of_all_tables()

    for link in links:
        page = client.get(link, follow=True)
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()))
        assert [client.post(link, typed).status_code < 500 for typed in ({}, hidden)] == [True, True]

    assert hash_of_all_tables() == before


def test_a_click_after_the_scanner_still_agrees(client, settings):
    ask_by_link()
    links = links_of(letters.CONSENT_LINK, settings.BASE_URL)
    opened_often(client, links)
    [address] = [link for link in links if "/consent/" in link]
    typed = {"decision": "agreed", "note": "", "name": "Ama Mensah", "job_title": "Director", "website": ""}

    read_back = client.post(address, typed | {"do": "check"}).content.decode()
    seal = re.search(r'name="sealed" value="([^"]+)"', read_back)[1]
    client.post(address, {"sealed": seal, "do": "send"})

    assert list(Consent.objects.filter(by_name="Ama Mensah").values_list("decision", flat=True)) == ["agreed"]


def test_a_click_after_the_scanner_still_unsubscribes(client, settings):
    publish()
    links = links_of(letters.PUBLISHED, settings.BASE_URL)
    opened_often(client, links)
    kept = MailPreference.objects.count()
    one_click = [link for link in links if link.startswith("/mail/unsubscribe/")]

    for link in one_click:
        client.post(link, {"List-Unsubscribe": "One-Click"})

    assert kept == 0
    assert set(MailPreference.objects.values_list("kind", "choice")) == {("texts", "never")}
    assert MailPreference.objects.count() == len(one_click)
