"""Something of all that matching holds, for the browser to look at: found, set aside, asked for, written to, ended."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from django.db import transaction
from django.utils import timezone

from core.models import Visibility
from matching.introducing.by_mail import link_to
from matching.models import Introduction
from matching.models.choices import DeclineReason, HowItEnded, IntroductionStatus, NeedStatus, OfferStatus
from matching.profiles import refresh
from matching.services.mail_requests import Given, ask_by_mail, confirm_request
from matching.services.matches import propose_match, set_aside_match
from matching.suggesting import store_matches
from partnerships.models import Partnership
from tests.browser.peers import PROBLEM, make_peers
from tests.factories import InstitutionFactory, IntroductionFactory, NeedFactory, OfferFactory

QUESTION = {"text": PROBLEM, "who": "Audit Office", "sector": "15125"}


@dataclass(frozen=True)
class Addresses:
    """Below the language, by who reads them."""

    everybody: list[str]
    by_link: list[str]
    focal_point: list[str]
    broker: list[str]


@transaction.atomic
def make_matched(focal_point, broker):
    """What the institution of the focal point needs and offers, and how its introductions stand."""
    ours = focal_point.memberships.get().institution
    for number in (1, 2):
        InstitutionFactory(name=f"Registry of Land {number}")
    theirs = make_peers()
    own = _own_offer(ours)
    refresh(None)
    need, asked_of_us = _needs(ours)
    aside = _suggested(need, broker)
    by_link, by_mail = _by_mail(theirs, broker)
    stages = [*_introductions(need, theirs, broker), _made(need, theirs.institution, broker)]
    at = [_below(each) for each in (need, own, theirs, *stages)]
    need_at, own_at, theirs_at, *stages_at = at
    ask = f"{need_at}introductions/{theirs.institution.slug}/?offer={theirs.pk}"
    return Addresses(
        everybody=[*_finder(theirs), "needs/", "needs/?q=nothing-like-this", need_at, "offers/", theirs_at],
        by_link=by_link,
        focal_point=[
            *("me/needs-and-offers/", "needs/new/", "needs/import/", "offers/new/", "offers/import/"),
            *(f"{need_at}{step}" for step in ("", "edit/", "open/", "confirm/", "close/", "delete/")),
            *(f"{own_at}{step}" for step in ("", "edit/", "open/", "confirm/", "close/", "delete/", "pause/")),
            *(f"{need_at}peers/", f"{need_at}peers/?m_language=4", f"{need_at}peers/{aside.pk}/aside/", ask),
            f"{own_at}introductions/?need={asked_of_us.pk}",
            *("introductions/", *stages_at, f"{stages_at[1]}decline/", f"{stages_at[3]}exit/"),
        ],
        broker=[
            *("broker/", "broker/?whose=nobodys&state=proposed", "broker/?whose=mine", "broker/reasons/"),
            *("broker/weights/", f"{need_at}peers/", f"{need_at}peers/propose/"),
            *(*stages_at, f"{stages_at[0]}send/", _below(by_mail), f"{_below(by_mail)}close/"),
        ],
    )


def _below(thing):
    return thing.get_absolute_url().removeprefix("/en/")


def _finder(offer):
    """The door, its answers to who is known, may be several or is not known, and those answers side by side."""
    questions = [QUESTION, QUESTION | {"who": "Registry"}, QUESTION | {"who": "Zzqx"}, {"text": "", "who": "Kenya"}]
    peers = [("peer", f"{offer.institution.slug}.{offer.pk}"), ("peer", "audit-bureau"), ("peer", "court-of-auditors")]
    compared = urlencode([*QUESTION.items(), *peers])
    found = [f"peers/?{urlencode(question)}" for question in (*questions, {"text": "zzqx"})]
    return ["peers/", *found, "peers/how/", f"peers/compare/?{compared}", "peers/compare/?text=zzqx"]


def _own_offer(ours):
    return OfferFactory(institution=ours, expertise="We print reports by law.", status=OfferStatus.OPEN)


def _needs(ours):
    """One of our own, of which a sector is said, and one of others that we could answer."""
    need = NeedFactory(institution=ours, problem=PROBLEM, reform="The audit act.", expertise_wanted="A call list.")
    need.sectors.add("15125")
    NeedFactory(institution=ours, problem="Nobody reads our reports.", status=NeedStatus.DRAFT)
    return need, NeedFactory(problem="Reports are not printed by law.", visibility=Visibility.COMMUNITY)


def _suggested(need, broker):
    """The peers that were found, one set aside and one put there by hand; another that may be set aside."""
    store_matches(need)
    first, *others = need.matches.order_by("pk")
    set_aside_match(match=others[0], because="They were here last year.", by=broker)
    propose_match(need=need, institution=others[-1].institution, because="They ring ministries.", by=broker)
    return first


def _introductions(need, offer, broker):
    """Asked for; sent to both, with messages; declined."""
    today, now = timezone.localdate(), timezone.now()
    sent = {"sent_at": now, "sent_by": broker, "owner": broker, "deadline": today + timedelta(days=9)}
    common = {"need": need, "problem": need.problem}
    asked_for = IntroductionFactory(**common, answer_by=today + timedelta(days=14), message="Could we see it?")
    waiting = IntroductionFactory(
        **common, **sent, offer=offer, supply_institution=offer.institution, status=IntroductionStatus.SENT
    )
    for side, text in (("demand", "Who rings?"), ("supply", "A desk of two."), ("", "I am glad that you talk.")):
        waiting.messages.create(side=side, author_name="Ada", text=text)
    waiting.times.create(by=broker, minutes=45)
    no = {"declined_side": "supply", "declined_because": DeclineReason.CAPACITY, "declined_note": "Not this year."}
    declined = IntroductionFactory(**common, **sent, **no, status=IntroductionStatus.DECLINED, ended_at=now)
    return asked_for, waiting, declined


def _made(need, peer, broker):
    """Accepted by both, with terms to sign, and an answer to what came of it."""
    now, record = timezone.now(), Partnership.objects.get(slug="audit-followed-up")
    record.terms_set.create(number=1, text="We visit twice a year.", demand_signed_at=now, demand_signed_name="Ada")
    yes = {"demand_accepted_at": now, "supply_accepted_at": now, "ended_at": now}
    made = IntroductionFactory(
        need=need,
        supply_institution=peer,
        owner=broker,
        sent_at=now,
        sent_by=broker,
        status=IntroductionStatus.INTRODUCED,
        partnership=record,
        **yes,
    )
    made.exit_answers.create(side="supply", answer=HowItEnded.WORKING, helped="That we read each other first.")
    return made


def _by_mail(offer, broker):
    """The form, and the pages behind links: to be confirmed, on the desk, and written to; and the one on the desk."""
    form = f"peers/{offer.institution.slug}/ask/"
    given = Given("Ada", "ada@asks.example", "Registry of Deeds", PROBLEM, "en")
    keys = [uuid.uuid4() for _each in range(3)]
    requests = [ask_by_mail(peer=offer.institution, offer=offer, given=given, key=key) for key in keys]
    for asked in requests[1:]:
        confirm_request(asked=asked)
    sent = Introduction.objects.filter(asked_by_mail=requests[2])
    today, now = timezone.localdate(), timezone.now()
    asks = InstitutionFactory(name="Registry of Deeds")
    sent.update(status="sent", sent_at=now, sent_by=broker, deadline=today, demand_institution=asks)
    links = [urlsplit(link_to(asked)).path.removeprefix("/en/") for asked in requests]
    pages = [form, f"{form}?offer={offer.pk}", f"{form}sent/", *links, f"{links[1]}withdraw/"]
    return pages, Introduction.objects.get(asked_by_mail=requests[1])
