"""Reminding the other side from the portfolio, once a day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mail.models import Message
from partnerships.models import AwaitedWord, SideLink
from tests.factories import (
    InstitutionFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db


def ask(client, record):
    return client.post(reverse("portfolio:ask_again", args=[record.slug]), follow=True)


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_the_focal_point_of_the_other_side_is_reminded_once_a_day(client, donor, chief, waiting, time_machine):
    other = member_of(waiting.members.get(side="demand").institution)
    client.force_login(chief)

    assert said(ask(client, waiting)) == ["1 letter goes out."]
    assert said(ask(client, waiting)) == ["They were asked today already. Please give them a day."]
    assert list(Message.objects.values_list("recipient", flat=True)) == [other.email]

    time_machine.move_to(timezone.now() + timedelta(days=1))
    client.force_login(chief)
    assert said(ask(client, waiting)) == ["1 letter goes out."]


def test_whoever_was_sent_a_link_gets_a_new_one(client, donor, chief, waiting, time_machine):
    demand = waiting.members.get(side="demand").institution
    link = SideLink.objects.create(partnership=waiting, institution=demand, side="demand", address="ama@example.org")
    time_machine.move_to(timezone.now() + timedelta(days=3))
    client.force_login(chief)

    assert said(ask(client, waiting)) == ["1 letter goes out."]

    link.refresh_from_db()
    assert link.replaced_at is not None
    assert SideLink.objects.open().get().address == "ama@example.org"


def test_where_nobody_is_known_it_says_what_to_do(client, chief, waiting):
    client.force_login(chief)
    name = waiting.members.get(side="demand").institution.name

    assert said(ask(client, waiting)) == [
        f"Nobody of {name} is known here. Add a contact on the page of the record first."
    ]


def test_where_the_word_came_meanwhile_nobody_is_asked(client, chief, waiting):
    AwaitedWord.objects.all().delete()
    client.force_login(chief)

    assert said(ask(client, waiting)) == ["Nobody’s word is missing any more."]
    assert Message.objects.count() == 0


def test_only_the_parties_ask_again(client, waiting):
    client.force_login(member_of(InstitutionFactory()))

    assert ask(client, waiting).status_code == 403
    assert client.get(reverse("portfolio:ask_again", args=[waiting.slug])).status_code == 405
    hidden = partnership_between(visibility="parties", standing="one_side")
    assert ask(client, hidden).status_code == 404
