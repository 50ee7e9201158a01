"""What waits for somebody's word or hand, the longest waiting first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knowledge.consents import owing
from knowledge.models import Piece
from knowledge.models.choices import WRITABLE, State
from knowledge.permissions import can_use_desk
from matching.models import Introduction
from matching.models.introductions import IN_BROKERS_HANDS
from matching.permissions import is_broker
from partnerships.models import Partnership
from results.awaiting import awaiting_word

AT_THE_DESK = (State.SUBMITTED, State.IN_REVIEW)
MOST = 5  # of each sort; the page is a beginning, not a register


@dataclass(frozen=True)
class Task:
    """One thing to do: what it asks for, the record it is about, and the page on which it is done."""

    asks: str | Promise
    title: str
    url: str
    since: datetime


def tasks_of(user: Any) -> list[Task]:
    """In five queries at most, six for the secretariat; each sort from what this person may see."""
    found = [*_desk(user), *_texts(user), *_words(user), *_outcomes(user), *_introductions(user), *_drafts(user)]
    return sorted(found, key=lambda task: task.since)


def _desk(user: Any) -> Iterator[Task]:
    """Texts that lie at the desk itself: new ones that nobody has taken on, and those that this person curates."""
    if not can_use_desk(user):
        return
    new = Q(state=State.SUBMITTED, owner=None)
    lying = Piece.objects.visible_to(user).filter(new | Q(state__in=AT_THE_DESK, owner=user))
    for piece in lying.order_by("state_since").only("title", "slug", "state_since")[:MOST]:
        url = f"{reverse('knowledge:desk')}?piece={piece.slug}"
        yield Task(_("Waits at the desk"), piece.title, url, piece.state_since)


def _texts(user: Any) -> Iterator[Task]:
    """Texts of one's own to go on with, and those that tell of one's institution and await its consent."""
    if not user.is_verified_member:  # who sees nothing before it is published
        return
    own = Q(author=user) | Q(pk__in=Piece.co_authors.through.objects.filter(user=user).values("piece"))
    waiting = own & Q(state__in=WRITABLE)
    if user.focal_institution_ids:
        owed = owing().filter(piece=OuterRef("pk"), institution__in=user.focal_institution_ids)
        waiting |= Q(state=State.WITH_PARTNER) & Exists(owed) & ~own
    texts = Piece.objects.filter(waiting)
    asks: dict[str, str | Promise] = {
        State.DRAFT: _("Finish your draft"),
        State.CHANGES_REQUESTED: _("Change your text as asked"),
    }
    for piece in texts.order_by("state_since").only("title", "slug", "kind", "state", "state_since")[: 2 * MOST]:
        name = "consent" if piece.state == State.WITH_PARTNER else "edit"
        url = reverse(f"knowledge:{name}", args=[piece.slug])
        yield Task(asks.get(piece.state, _("Read what tells of you, and answer")), piece.title, url, piece.state_since)


def _words(user: Any) -> Iterator[Task]:
    """Records that await the word of an institution for which this person speaks."""
    if not user.focal_institution_ids:
        return
    awaited = Partnership.objects.visible_to(user).filter(awaited_words__institution__in=user.focal_institution_ids)
    for record in awaited.order_by("updated_at").distinct().only("title", "slug", "updated_at")[:MOST]:
        yield Task(_("Confirm or correct"), record.title, record.get_absolute_url(), record.updated_at)


def _outcomes(user: Any) -> Iterator[Task]:
    """Outcomes that the other side told, on which an institution for which this person speaks has said nothing."""
    if not user.focal_institution_ids:
        return
    for outcome in awaiting_word(user, user.focal_institution_ids)[:MOST]:
        url = reverse("results:say", args=[outcome.partnership.slug, outcome.number])
        yield Task(_("Say whether it is so"), outcome.what_changed, url, outcome.changed_at)


def _introductions(user: Any) -> Iterator[Task]:
    """Those that await the word of an institution for which this person speaks; for brokers those nobody looks after."""
    waiting = Q()
    if user.focal_institution_ids:
        waiting = Introduction.objects.awaiting(user.focal_institution_ids)
    if is_broker(user):
        waiting |= Q(status__in=IN_BROKERS_HANDS) & (Q(owner=None) | Q(owner=user, answered_at=None))
    if not waiting:
        return
    found = Introduction.objects.visible_to(user).filter(waiting).for_listing().order_by("asked_at", "pk")
    for each in found[:MOST]:
        asks = _("Answer the request for an introduction") if each.sent_at is None else _("Say yes or no to meeting")
        yield Task(asks, str(each), each.get_absolute_url(), each.sent_at or each.asked_at)


def _drafts(user: Any) -> Iterator[Task]:
    drafts = Partnership.objects.drafts_of(user)
    for record in drafts.only("title", "slug", "updated_at")[:MOST]:
        yield Task(_("Finish your record"), record.title, record.get_absolute_url(), record.updated_at)
