"""What this person can do next with a piece: only what both their rights and its state allow."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knowledge import permissions as may
from knowledge.consents import awaited
from knowledge.models.choices import UNDER_REVIEW, Kind, State
from knowledge.states import ANSWERABLE, ASKABLE, DECLINABLE, PUBLISHABLE, RETURNABLE, SUBMITTABLE, TAKEN_ON

Rule = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Step:
    name: str
    label: str | Promise
    url: str


def owes_own_word(user: Any, piece: Any) -> bool:
    """An author whose institution agreed to other words, before the desk changed them."""
    return may.speaks_as_author(user, piece) and piece.institution_id in {each.pk for each in awaited(piece)}


def curates_not_yet(user: Any, piece: Any) -> bool:
    return may.can_review_piece(user, piece) and piece.owner_id != user.pk


# Url name, words on the button, who may, and in which states; the first that is left is the main one.
STEPS: tuple[tuple[str, str | Promise, Rule, tuple[str, ...]], ...] = (
    ("consent", _("Read it and answer"), may.can_consent, ANSWERABLE),
    ("submit", _("Hand it in"), may.can_submit_piece, SUBMITTABLE),
    ("submit", _("Agree to these words"), owes_own_word, RETURNABLE),
    ("take_on", _("Take it on"), curates_not_yet, TAKEN_ON),
    ("send_to_partner", _("Ask the partners"), may.can_review_piece, ASKABLE),
    ("publish", _("Publish it"), may.can_publish_piece, PUBLISHABLE),
    ("edit", _("Edit the text"), may.can_edit_piece, (State.DRAFT, State.PUBLISHED, *UNDER_REVIEW)),
    ("return", _("Ask the author for changes"), may.can_review_piece, RETURNABLE),
    ("comment_add", _("Comment on the text"), may.can_comment, (State.DRAFT, *UNDER_REVIEW)),
    ("consent", _("Take your consent back"), may.can_consent, (State.PUBLISHED,)),
    ("archive", _("Take it down"), may.can_publish_piece, (State.PUBLISHED,)),
    ("decline", _("Decline it"), may.can_review_piece, DECLINABLE),
    ("withdraw", _("Take it back"), may.can_withdraw_piece, UNDER_REVIEW),
    ("delete", _("Delete it"), may.can_delete_piece, (State.DRAFT, State.DECLINED, State.ARCHIVED, *UNDER_REVIEW)),
)


def next_steps(user: Any, piece: Any) -> list[Step]:
    """Resources tell of no institution that would have to agree, so the steps about partners are left out."""
    found = [
        Step(name, label, reverse(f"knowledge:{name}", args=[piece.slug]))
        for name, label, rule, states in STEPS
        if piece.state in states
        and rule(user, piece)
        and not (name == "send_to_partner" and piece.kind == Kind.RESOURCE)
    ]
    if piece.publish_at and may.can_publish_piece(user, piece):
        url = reverse("knowledge:unschedule", args=[piece.slug])
        found.insert(0, Step("unschedule", _("Take the hour away"), url))
    return found
