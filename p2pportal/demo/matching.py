"""Needs, offers and introductions of the demonstration: in several languages, in several states, one refused."""

import uuid
from collections.abc import Mapping
from typing import Any

from community.models import Institution, SDGTarget, Sector, User
from core.models import Visibility
from matching import profiles
from matching.models import Introduction, Need, Offer
from matching.models.choices import AskedThrough, DeclineReason
from matching.services.introductions import (
    accept_introduction,
    decline_for,
    request_introduction,
    send_introduction,
    take_introduction,
)
from matching.services.relay import write_message
from matching.services.statements import draft_statement, open_statement, pause_offer
from matching.suggesting import store_matches

Institutions = Mapping[str, Institution]
People = Mapping[str, User]
NAMESPACE = uuid.UUID("0f6b6b0e-6d4e-4f0a-9b5e-9a2a3a6e2c11")
SECRETARIAT, GOVERNMENT, PEER = "secretariat@demo.example", "government@demo.example", "peer@demo.example"

# Key of the need; whose; language; what they are trying to change; what they look for; what they give back; sectors;
# languages; reform stage. A key that ends in "draft" stays one.
NEEDS: tuple[tuple[str, str, str, str, str, str, tuple[str, ...], tuple[str, ...], str], ...] = (
    (
        "register",
        "asks-statistics",
        "en",
        "Our business survey costs half of our budget, and firms answer late. We want to use tax records instead, and "
        "the tax office is not yet convinced.",
        "Somebody who has brought a tax office to share its files, and can tell what the first year was like.",
        "We can show how we train interviewers to work by phone.",
        ("16062",),
        ("en",),
        "2",
    ),
    (
        "audit",
        "asks-audit",
        "en",
        "Our findings are repeated every year. Ministries promise to act, and nobody follows up.",
        "An audit office that follows up its findings with the people who have to act on them.",
        "",
        ("15111",),
        ("en",),
        "1",
    ),
    (
        "school",
        "asks-school",
        "fr",
        "Nos formations préparent aux examens, pas au travail. Les ministères envoient leurs agents, et rien ne change "
        "à leur retour.",
        "Une école qui a fait entrer le travail de tous les jours dans ses cours.",
        "Nos cours en ligne pour les régions sans route.",
        ("15110",),
        ("fr", "en"),
        "3",
    ),
    (
        "court",
        "asks-court",
        "es",
        "Las causas esperan meses porque nadie sabe cuál juez tiene menos trabajo.",
        "Un tribunal que reparte las causas con reglas que todos conocen.",
        "",
        ("15130",),
        ("es",),
        "1",
    ),
    (
        "draft",
        "asks-statistics",
        "en",
        "Our figures come out on days that nobody knows before.",
        "A release calendar that held under several ministers.",
        "",
        ("16062",),
        ("en",),
        "1",
    ),
)
# Key; whose; language; what they can share; how they would work; what they hope to learn; sectors; languages; stage.
OFFERS: tuple[tuple[str, str, str, str, str, str, tuple[str, ...], tuple[str, ...], str], ...] = (
    (
        "register",
        "offers-statistics",
        "en",
        "We replaced our business survey by tax records. The first agreement with the tax office failed, the second "
        "held; we can tell you why.",
        "Two visits of a week, and a call each month with the people who did it.",
        "How others keep trust with firms when nobody visits them any more.",
        ("16062",),
        ("en", "fr"),
        "5",
    ),
    (
        "audit",
        "offers-audit",
        "en",
        "Each finding has a name and a day beside it, and we call that person every quarter. A third of our old "
        "findings are closed now; two thirds are not.",
        "Somebody of yours sits with our follow-up team for two weeks.",
        "",
        ("15111",),
        ("en",),
        "4",
    ),
    (
        "court",
        "offers-court",
        "es",
        "Repartimos las causas por sorteo con pesos. Los jueces se opusieron un año entero.",
        "Dos jueces y dos secretarios trabajan con los suyos.",
        "Cómo explicar el sorteo al público.",
        ("15130",),
        ("es",),
        "4",
    ),
    (
        "school",
        "offers-school",
        "en",
        "Our courses begin with a task that the participant's own office has set. Half of the offices never set one.",
        "Teachers of both schools give one course together.",
        "",
        ("15110",),
        ("en",),
        "4",
    ),
)
RELAYED = (
    (SECRETARIAT, "Welcome, both of you. Please begin with what did not work."),
    (PEER, "Good morning. What does your tax office fear most: the law, or the work?"),
    (GOVERNMENT, "The law. Nobody has told them yet what they would gain."),
)


def demo_matching(institutions: Institutions, people: People) -> int:
    """How many needs and offers are new; safe to repeat."""
    before = Need.objects.count() + Offer.objects.count()
    needs = {each[0]: _need(each, institutions, people) for each in NEEDS}
    offers = {each[0]: _offer(each, institutions, people) for each in OFFERS}
    _paused_offer(institutions, people)
    profiles.refresh([institution.pk for institution in institutions.values()])
    for need in needs.values():
        if need.is_open:
            store_matches(need)
    _talking(needs["register"], offers["register"], people)
    _refused(needs["audit"], offers["register"], people)
    _asked_by_mail(offers["court"])
    return Need.objects.count() + Offer.objects.count() - before


def _need(row: Any, institutions: Institutions, people: People) -> Need:
    key, whose, language, problem, wanted, in_return, sectors, languages, stage = row
    need = Need(
        institution=institutions[whose],
        problem=problem,
        expertise_wanted=wanted,
        in_return=in_return,
        language=language,
        languages=list(languages),
        reform_stage=stage,
        creation_key=uuid.uuid5(NAMESPACE, f"need {key}"),
        visibility=Visibility.PUBLIC,
    )
    stored = draft_statement(statement=need, ties=_ties(sectors), by=_author(whose, people))
    if key != "draft" and stored.is_draft:
        open_statement(statement=stored, by=_author(whose, people))
        stored.refresh_from_db()
    return stored  # type: ignore[return-value]


def _offer(row: Any, institutions: Institutions, people: People) -> Offer:
    key, whose, language, expertise, method, hopes, sectors, languages, stage = row
    offer = Offer(
        institution=institutions[whose],
        expertise=expertise,
        method=method,
        hopes_to_learn=hopes,
        language=language,
        languages=list(languages),
        reform_stage=stage,
        at_once=2,
        creation_key=uuid.uuid5(NAMESPACE, f"offer {key}"),
        visibility=Visibility.PUBLIC,
    )
    stored = draft_statement(statement=offer, ties=_ties(sectors), by=_author(whose, people))
    if stored.is_draft:
        open_statement(statement=stored, by=_author(whose, people))
        stored.refresh_from_db()
    return stored  # type: ignore[return-value]


def _paused_offer(institutions: Institutions, people: People) -> None:
    """Nobody is free at the moment: an offer that is not shown to others."""
    row = (
        "calendar",
        "offers-statistics",
        "en",
        "Our release calendar has held for three years, under two ministers.",
        "A call, and the calendar itself.",
        "",
        ("16062",),
        ("en",),
        "5",
    )
    offer = _offer(row, institutions, people)
    if offer.version <= FRESH:
        pause_offer(offer=offer, by=people[PEER])


FRESH = 2  # written and opened; whoever has touched it since knows better


def _talking(need: Need, offer: Offer, people: People) -> None:
    """Both sides are written to, who asks has said yes, and they write to each other: the peer's answer is awaited."""
    if need.introductions.exists():
        return
    begun = request_introduction(
        need=need, institution=offer.institution, offer=offer, message="We would come to you.", by=people[GOVERNMENT]
    )
    take_introduction(introduction=begun, by=people[SECRETARIAT])
    sent = send_introduction(
        introduction=begun,
        message="One has done what the other is trying, and failed the first time: that is why I bring you together.",
        by=people[SECRETARIAT],
    )
    for address, text in RELAYED:
        key = uuid.uuid5(NAMESPACE, text)
        write_message(introduction=sent, text=text, key=key, by=people[address])
    accept_introduction(introduction=sent, by=people[GOVERNMENT])


def _refused(need: Need, offer: Offer, people: People) -> None:
    """A no with its reason."""
    if need.introductions.exists():
        return
    begun = request_introduction(need=need, institution=offer.institution, offer=offer, by=people[SECRETARIAT])
    sent = send_introduction(introduction=begun, by=people[SECRETARIAT])
    decline_for(
        sent, "supply", because=DeclineReason.SECTOR, note="We count firms; we have never followed up a finding."
    )


def _asked_by_mail(offer: Offer) -> None:
    """Somebody without an account waits for a broker."""
    key = uuid.uuid5(NAMESPACE, "by mail")
    Introduction.objects.get_or_create(
        creation_key=key,
        defaults={
            "supply_institution": offer.institution,
            "offer": offer,
            "demand_name": "Tribunal Superior del Valle",
            "problem": "Las audiencias se suspenden porque nadie avisa a los testigos.",
            "language": "es",
            "asked_through": AskedThrough.MAIL,
            "contact_name": "Marisol Quispe",
            "contact_address": "marisol@tribunal.example",
            "is_demo": True,
        },
    )


def _author(whose: str, people: People) -> User:
    """Who speaks for it where somebody of the demonstration does, else the secretariat."""
    own = {"asks-statistics": GOVERNMENT, "offers-statistics": PEER}
    return people[own.get(whose, SECRETARIAT)]


def _ties(sectors: tuple[str, ...]) -> dict[str, Any]:
    return {
        "sectors": list(Sector.objects.filter(code__in=sectors)),
        "sdg_targets": list(SDGTarget.objects.filter(code="16.6")),
    }
