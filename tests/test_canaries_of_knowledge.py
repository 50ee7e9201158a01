"""A word of its own in every place of every piece, for each circle that may read it; then everything is looked through.

Lists, counts, searches, feeds, files, related pieces, pages of institutions, partnerships and events, and
digests: nobody reads a word of a piece that is not theirs to read.
"""

import re
from datetime import timedelta

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from community.following import content_type_of
from community.models import Follow
from core.registry import followable
from digests import making
from knowledge.models import PieceFile, QuestionEvidence
from knowledge.models.choices import Audience, State
from mail.models import Message
from tests.factories import CountryFactory, LearningEventFactory, SectorFactory, partnership_between
from tests.factories.knowledge import (
    ChallengeFactory,
    FindingFactory,
    MethodFactory,
    OpenQuestionFactory,
    ResourceFactory,
    StoryFactory,
)
from tests.personas import cast
from tests.test_head_requests import OWN

pytestmark = pytest.mark.django_db
FACTORIES = {"story": StoryFactory, "method": MethodFactory, "challenge": ChallengeFactory, "resource": ResourceFactory}
CIRCLES = {
    "public": {"state": State.PUBLISHED, "audience": Audience.PUBLIC},
    "community": {"state": State.PUBLISHED, "audience": Audience.COMMUNITY},
    "draft": {"state": State.DRAFT},
    "inreview": {"state": State.IN_REVIEW},
    "archived": {"state": State.ARCHIVED, "archive_reason": "outdated"},
}
BIRD = re.compile("canary(story|method|challenge|resource)(public|community|draft|inreview|archived)")
MEMBER = {"public", "community"}
MAY_READ = {
    "anon": {"public"},
    "pend": {"public"},
    "mem": MEMBER,
    "gov_o": set(CIRCLES),  # wrote them all
    "gov_x": MEMBER,
    "don_o": MEMBER,
    "don_x": MEMBER,
    "ed": set(CIRCLES) - {"draft"},
    "adm": set(CIRCLES) - {"draft"},
}


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def around(people):
    """Pieces of every kind in every circle, tied to the same records, which everyone may read."""
    record, event = partnership_between(people.asks, people.offers), LearningEventFactory()
    sector, country, public = SectorFactory(), CountryFactory(), StoryFactory(title="Everybody’s story")
    question = OpenQuestionFactory()
    for kind, factory in FACTORIES.items():
        for circle, fields in CIRCLES.items():
            bird = f"canary{kind}{circle}"
            piece = factory(title=bird, summary=bird, author=people.people["gov_o"], institution=people.asks, **fields)
            piece.sectors.add(sector)
            piece.countries.add(country)
            piece.partnerships.add(record)
            piece.events.add(event)
            piece.themes.add(bird)
            PieceFile.objects.create(piece=piece, title=bird, file="pieces/none.pdf")
            piece.uptakes.create(user=people.people["gov_o"], kind="tried", text=bird, language="en")
            QuestionEvidence.objects.create(question=question, piece=piece, bearing="for", note=bird)
            if kind == "resource":
                FindingFactory(source=piece, title=bird, text=bird)
    public.sectors.add(sector)
    public.countries.add(country)
    return [each.get_absolute_url() for each in (record, event, people.asks, question, public)]


def addresses(resolver, spaces=()):
    """Every page that needs nothing but its name."""
    for entry in resolver.url_patterns:
        if entry.pattern.converters:
            continue
        if not isinstance(entry, URLPattern):
            yield from addresses(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif entry.name and entry.callback.__module__.split(".")[0] in OWN:
            yield reverse(":".join([*spaces, entry.name]))


def birds_in(client, address):
    """Of what is asked, the answer may repeat the words."""
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return {found.groups() for found in BIRD.finditer(content.decode("utf-8", "ignore").lower())}


@pytest.mark.parametrize("role", MAY_READ)
def test_nobody_reads_a_word_of_what_is_not_theirs(client, people, around, role):
    if people.people[role]:
        client.force_login(people.people[role])
    pages = {*addresses(get_resolver()), *around}
    lists = [reverse(f"knowledge:{name}") for name in ("stories", "methods", "challenges", "resources")]
    forms = [reverse("knowledge:resource_export", args=[form]) for form in ("csv", "bib", "ris", "json")]
    asked = [f"{address}?q=canary" for address in (*lists, "/en/search/", reverse("knowledge:questions"))]

    seen = {address: birds_in(client, address) for address in (*pages, *forms, *asked)}

    allowed = {(kind, circle) for kind in FACTORIES for circle in MAY_READ[role]}
    assert {address: birds - allowed for address, birds in seen.items() if birds - allowed} == {}
    listed = {(kind, circle) for kind in FACTORIES for circle in MAY_READ[role] & MEMBER}
    assert listed - set().union(*seen.values()) == set()


@pytest.mark.parametrize("role", ["anon", "pend", "mem", "gov_x"])
def test_the_address_itself_tells_nothing(client, people, around, role):
    if people.people[role]:
        client.force_login(people.people[role])
    hidden = set(CIRCLES) - MAY_READ[role]

    for factory in FACTORIES.values():
        for piece in factory._meta.model.objects.filter(title__in=[f"canary{k}{c}" for k in FACTORIES for c in hidden]):
            names = ["edit", "revisions", "way", "piece_text", "preview", "translations", "uptake"]
            own = [reverse(f"knowledge:{name}", args=[piece.slug]) for name in names]
            own.append(reverse("knowledge:file", args=[piece.slug, piece.files.get().pk]))
            for address in (piece.get_absolute_url(), f"{piece.get_absolute_url()}?preview=1", *own):
                answer = client.get(address)
                assert answer.status_code in (302, 404, 410), address
                words = answer.content.decode().lower().replace(piece.slug, "")
                assert piece.title not in words, address


def test_digests_tell_each_reader_their_own(people, around, time_machine):
    for user in filter(None, people.people.values()):
        for name in ("all-story", "all-method", "all-challenge", "all-resource"):
            Follow.objects.create(user=user, content_type=content_type_of(followable(name)), object_id="")
    time_machine.move_to(timezone.now() + timedelta(days=8))

    making.make_due()

    told = {message.recipient: message for message in Message.objects.filter(purpose="edition")}
    read = {
        role: {found[2] for found in BIRD.finditer(told[user.email].text + told[user.email].html)}
        for role, user in people.people.items()
        if user
    }
    assert read == {role: MAY_READ[role] & MEMBER for role in read}
