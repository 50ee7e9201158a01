"""What tests of answers to follow-ups by a link begin with: a contact without an account, and what they type."""

import re
from datetime import date, timedelta

import time_machine
from django.utils import timezone

from partnerships.models import Contact
from partnerships.models.choices import Side
from results.follow_ups.links import token_for
from results.models import HarvestedOutcome
from results.services.follow_ups import mark_of
from tests.factories import (
    member_of,
)

KOFI = "kofi@offers.example"
ON = date(2026, 7, 1)


def offering(partnership):
    return partnership.members.get(side=Side.SUPPLY).institution


def contact_of(partnership, institution=None, email=KOFI, language="en"):
    institution = institution or offering(partnership)
    return Contact.objects.create(
        partnership=partnership, institution=institution, name="Kofi Annan", email=email, language=language
    )


def speaker(partnership, side=Side.DEMAND):
    return member_of(partnership.members.get(side=side).institution, role="focal_point")


def address(link, language="en"):
    return f"/{language}/results/follow-up/{token_for(link)}/"


def typed(link, sustained="lost", note="The law was repealed.", **more):
    pk = HarvestedOutcome.objects.get(partnership=link.follow_up.partnership_id).pk
    own = {"name": "Kofi Annan", "job_title": "Auditor", "website": "", "seen": mark_of(link.follow_up, link.side)}
    return {f"sustained-{pk}": sustained, f"note-{pk}": note, **own, **more}


def sealed(page):
    return {"sealed": re.search(r'name="sealed" value="([^"]+)"', page.content.decode())[1], "do": "send"}


def answer(client, link, **more):
    page = client.post(address(link), typed(link, **more) | {"do": "check"})
    return client.post(address(link), sealed(page))


def later(weeks):
    return time_machine.travel(timezone.now() + timedelta(weeks=weeks, minutes=1), tick=False)
