"""Invented stories, a method and a challenge, each at its point of the way to its readers."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from community.models import Country, Institution, SDGTarget, Sector, User
from core.append_only import rewriting_logs
from knowledge.models import ConsentLink, Piece
from knowledge.models.choices import Decision, Kind, UptakeKind
from knowledge.revisions import revision_of
from knowledge.services.comments import add_comment, settle_comment
from knowledge.services.consents import Addressee, answer_by_link, give_consent, send_to_partner
from knowledge.services.publishing import publish_piece, schedule_piece
from knowledge.services.states import submit_piece, take_on_piece
from knowledge.services.uptakes import tell_uptake
from knowledge.services.writing import create_piece
from p2pportal.demo import stories as told
from partnerships.models import Partnership

Institutions = dict[str, Institution]
People = dict[str, User]
REGISTER = "Using tax records to replace a costly business survey"
AUDIT = "Following up audit findings with ministries, not only reporting them"
ACADEMY = "A training academy that line ministries will pay for"
COURTS = "Case files that reach the next district before the hearing"
MOMENTS = ("state_since", "submitted_at", "first_published_at", "published_at")


def demo_knowledge(institutions: Institutions, people: People) -> int:
    """Write the pieces that are not there yet; how many were written."""
    steps: tuple[Callable[[Institutions, People], Piece | None], ...] = (
        _published_story,
        _method,
        _challenge,
        _in_review,
        _with_partner,
        _scheduled,
        _new,
    )
    return sum(step(institutions, people) is not None for step in steps)


def _published_story(institutions: Institutions, people: People) -> Piece | None:
    """Both sides agreed, and somebody who read it has tried it."""
    author, editor = people["government@demo.example"], people["secretariat@demo.example"]
    about: dict[str, Any] = {
        "partnership": REGISTER,
        "sectors": ["16062"],
        "targets": ["17.18"],
        "countries": ["MW", "RW"],
    }
    piece = _draft(Kind.STORY, told.REGISTER, author, **about)
    if piece is None:
        return None
    piece = _handed_in(piece, author)
    comment = add_comment(
        piece, by=editor, text="How many months was it before?", quote="years late", section="summary"
    )
    settle_comment(comment, by=author, answer="41 months. It stands in the table now.")
    _days_pass(piece, 4)
    piece = send_to_partner(take_on_piece(piece, by=editor), addressees={}, by=editor)
    _days_pass(piece, 7)
    piece = _agreed(piece, people["peer@demo.example"])
    piece = publish_piece(piece, by=editor)
    _days_pass(piece, 40)
    tell_uptake(
        piece=piece,
        kind=UptakeKind.ADAPTED,
        text="We used the letter for school registers instead of firms. The third draft was signed here too.",
        language="en",
        institution=institutions["network"],
        by=people["member@demo.example"],
    )
    return piece


def _method(institutions: Institutions, people: People) -> Piece | None:
    author = people["peer@demo.example"]
    about: dict[str, Any] = {
        "sectors": ["16062"],
        "targets": ["17.9"],
        "countries": ["RW"],
        "named": [institutions["offers-statistics"]],
    }
    piece = _draft(Kind.METHOD, told.CLINIC, author, **about)
    return piece and _curated(piece, author, people, days=21)


def _challenge(institutions: Institutions, people: People) -> Piece | None:
    author = people["government@demo.example"]
    about: dict[str, Any] = {
        "sectors": ["16062"],
        "targets": ["16.6"],
        "countries": ["MW"],
        "named": [institutions["asks-statistics"]],
    }
    piece: Any = _draft(Kind.CHALLENGE, told.LEAVERS, author, **about)
    if piece is None:
        return None
    piece.methods.set(Piece.objects.filter(title=told.CLINIC["title"], is_demo=True).values_list("pk", flat=True))
    return _curated(piece, author, people, days=15)


def _in_review(institutions: Institutions, people: People) -> Piece | None:
    """The desk has a question to a figure."""
    author, editor = people["donor@demo.example"], people["secretariat@demo.example"]
    about: dict[str, Any] = {"partnership": AUDIT, "sectors": ["15111"], "targets": ["16.6"], "countries": ["SL", "GH"]}
    piece = _draft(Kind.STORY, told.SPREADSHEET, author, **about)
    if piece is None:
        return None
    piece = _handed_in(piece, author)
    _days_pass(piece, 7)
    piece = take_on_piece(piece, by=editor)
    add_comment(
        piece,
        by=editor,
        section="context",
        quote="Repeat findings fell by half",
        text="The record says 61, then 34 of 100. “By half” is too strong.",
        suggestion="Repeat findings fell by more than 40 %",
    )
    _days_pass(piece, 3)
    return piece


def _with_partner(institutions: Institutions, people: People) -> Piece | None:
    """The Academy has no account: its link lies in the local inbox, and is nine days old."""
    author, editor = people["donor@demo.example"], people["secretariat@demo.example"]
    about: dict[str, Any] = {
        "sectors": ["15110"],
        "targets": ["16.6"],
        "countries": ["MG"],
        "named": [institutions["asks-school"]],
    }
    piece = _draft(Kind.STORY, told.TRAINERS, author, **about)
    if piece is None:
        return None
    piece = _handed_in(piece, author)
    _days_pass(piece, 3)
    asked = {institutions["asks-school"].pk: Addressee("haja@academy.demo.example", "Haja Rakoto (invented)", "fr")}
    piece = send_to_partner(take_on_piece(piece, by=editor), addressees=asked, by=editor)
    _days_pass(piece, 9)
    return piece


def _scheduled(institutions: Institutions, people: People) -> Piece | None:
    """Agreed by both sides, the other one by a link; it is published in five days."""
    author, editor = people["peer@demo.example"], people["secretariat@demo.example"]
    named = [institutions["offers-statistics"], institutions["offers-school"]]
    about: dict[str, Any] = {"sectors": ["16062"], "targets": ["17.18"], "countries": ["RW", "ZA"], "named": named}
    piece = _draft(Kind.STORY, told.DRAFTS, author, **about)
    if piece is None:
        return None
    piece = _handed_in(piece, author)
    _days_pass(piece, 2)
    asked = {institutions["offers-school"].pk: Addressee("thandi@school.demo.example", "Thandi Maseko (invented)")}
    piece = send_to_partner(take_on_piece(piece, by=editor), addressees=asked, by=editor)
    link = ConsentLink.objects.get(piece=piece.pk)
    answer_by_link(link=link, decision=Decision.AGREED, name="Thandi Maseko (invented)", title="Registrar")
    _days_pass(piece, 2)
    return schedule_piece(piece, at=timezone.now() + timedelta(days=5), by=editor)


def _new(institutions: Institutions, people: People) -> Piece | None:
    author = people["member@demo.example"]
    about: dict[str, Any] = {"partnership": COURTS, "sectors": ["15130"], "targets": ["16.3"], "countries": ["PY"]}
    piece = _draft(Kind.STORY, told.DISTRICTS, author, **about)
    return piece and _handed_in(piece, author)


# --- Steps of the above -----------------------------------------------------------------------------


def _draft(
    kind: str,
    words: Mapping[str, Any],
    author: User,
    *,
    sectors: list[str],
    targets: list[str],
    countries: list[str],
    partnership: str = "",
    named: list[Institution] | None = None,
) -> Piece | None:
    """None if it is there already."""
    if Piece.objects.filter(title=words["title"], is_demo=True).exists():
        return None
    fields = {
        **words,
        "is_demo": True,
        "sectors": Sector.objects.filter(pk__in=sectors),
        "sdg_targets": SDGTarget.objects.filter(pk__in=targets),
        "countries": Country.objects.filter(pk__in=countries),
        "partnerships": Partnership.objects.filter(title=partnership, is_demo=True),
        "institutions": named or [],
    }
    draft: Piece = create_piece(kind, fields=fields, by=author)
    return draft


def _handed_in(piece: Piece, author: User) -> Any:
    return submit_piece(piece, by=author)


def _curated(piece: Piece, author: User, people: People, *, days: int) -> Any:
    """One institution tells of itself: it agreed by handing in, and the desk is the second pair of eyes."""
    editor = people["secretariat@demo.example"]
    _days_pass(_handed_in(piece, author), 6)
    published = publish_piece(take_on_piece(piece, by=editor), by=editor)
    _days_pass(published, days)
    return published


def _agreed(piece: Any, partner: User) -> Any:
    return give_consent(piece, decision=Decision.AGREED, seen_sha256=revision_of(piece), by=partner)


def _days_pass(piece: Piece, days: int) -> None:
    """All that has happened to a piece so far moves that much into the past, so that the desk has something to show."""
    ago = timedelta(days=days)
    with rewriting_logs():
        piece.state_entries.update(entered_at=F("entered_at") - ago)
        piece.consents.update(decided_at=F("decided_at") - ago)
    piece.comments.update(created_at=F("created_at") - ago)
    Piece.objects.filter(pk=piece.pk).update(**{name: F(name) - ago for name in MOMENTS})
