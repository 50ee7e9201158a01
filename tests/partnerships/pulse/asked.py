"""What tests of the pulse share: a partnership at work, its rounds, and answering behind a link."""

import re
from datetime import timedelta
from html import unescape

from django.urls import reverse
from django.utils import timezone

from partnerships.models import Pulse, PulseInvitation, PulseRound
from partnerships.models.pulse import DIMENSIONS
from partnerships.pulse.links import token_for
from tests.factories import InstitutionFactory, member_of, partnership_between

SEALED = re.compile(r'name="sealed" value="([^"]+)"')
AGREES = dict.fromkeys(DIMENSIONS, "4")


def at_work(**fields):
    """Confirmed by both sides and exchanging, with one person who speaks on each side."""
    facts = {"stage": "exchanging", "standing": "both_sides", "confirmed_on": timezone.localdate(), "title": "Surveys"}
    asks, offers = InstitutionFactory(), InstitutionFactory()
    record = partnership_between(asks, offers, **(facts | fields))
    record.asks, record.offers = asks, offers
    record.people = [member_of(asks), member_of(offers)]
    return record


def round_of(record, days_ago=60, period="2026-H1"):
    """By default one that is over."""
    opened = timezone.localdate() - timedelta(days=days_ago)
    return PulseRound.objects.create(
        partnership=record, period=period, opened_on=opened, closes_on=opened + timedelta(weeks=6)
    )


def invited(asked, address="ama@statistics.example", **fields):
    facts = {"side": "demand", "institution": asked.partnership.asks} | fields
    return PulseInvitation.objects.create(round=asked, address=address, **facts)


def answered(asked, side, *scores):
    """Answers of a side that say the same to every statement."""
    for score in scores:
        Pulse.objects.create(round=asked, side=side, **dict.fromkeys(DIMENSIONS, score))


def url_of(invitation):
    return reverse("pulse", args=[token_for(invitation)])


def sealed_of(response):
    return unescape(SEALED.search(response.content.decode()).group(1))


def answer(client, url, **changes):
    """Both steps; the second response."""
    checked = client.post(url, AGREES | {"do": "check"} | changes)
    return client.post(url, {"do": "send", "sealed": sealed_of(checked)})
