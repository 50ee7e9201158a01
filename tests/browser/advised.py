"""Advice that was given, kept, and told of, for the browser to look at."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.utils import timezone

from advice.asking.rules import VERSION, advise
from advice.models import CameOfIt, ModalityAdvice, Support
from core.models import Visibility
from matching.profiles import refresh
from partnerships.models.choices import Stage
from tests.browser.peers import PROBLEM, make_peers
from tests.factories import PartnershipFactory

PEER = {"kind": "practice", "knowledge": "tacit", "urgency": "years", "capacity": "team", "room": "backed"}
NO_PEER = {"kind": "money", "knowledge": "codified", "urgency": "years", "capacity": "nobody", "room": "backed"}
NOTHING = {"kind": "mandate", "knowledge": "codified", "urgency": "weeks", "capacity": "nobody", "room": "none"}


@dataclass(frozen=True)
class Addresses:
    """Below the language, by who reads them."""

    everybody: list[str]
    member: list[str]


@transaction.atomic
def make_advised(focal_point):
    """Advice for a peer, against one and for nothing, with a case for and one against; kept, and told of."""
    make_peers()
    PartnershipFactory(what_changed="Findings are closed in a year.", visibility=Visibility.PUBLIC)
    PartnershipFactory(stage=Stage.CANCELLED, visibility=Visibility.PUBLIC)
    refresh(None)
    asked = [PEER, NO_PEER, NOTHING, PEER | {"text": PROBLEM, "who": "Zzqx"}, {"kind": "practice"}]
    answered = [f"advice/?{urlencode(answers)}" for answers in asked]
    silent, told = (_kept(focal_point, **said) for said in ({}, _said()))
    return Addresses(
        everybody=["advice/", *answered, f"{answered[0]}&change=1", "advice/compared/"],
        member=[answered[0], "advice/kept/", silent, f"{silent}came/", told, f"{told}came/"],
    )


def _said():
    return {
        "chosen": Support.PEER,
        "came_of_it": CameOfIt.values[0],
        "came_note": "We meet each month.",
        "told_at": timezone.now(),
    }


def _kept(person, **said):
    advised = advise(PEER)
    kept = ModalityAdvice.objects.create(
        institution=person.memberships.get().institution,
        created_by=person,
        problem=PROBLEM,
        answers=PEER,
        advised=advised.advice,
        forms=list(advised.forms),
        rules=VERSION,
        asked_at=timezone.now() - timedelta(days=400),
        **said,
    )
    return kept.get_absolute_url().removeprefix("/en/")
