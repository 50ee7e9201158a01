"""The text that lies open on the desk: where it stands, what it says, what is missing, and what to do next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community import languages
from knowledge.consents import words
from knowledge.desk.hints import hints
from knowledge.desk.marking import is_marked, marked
from knowledge.models import ReviewComment
from knowledge.models.choices import State
from knowledge.next_steps import next_steps
from knowledge.services.consents import asked_sha256
from knowledge.wordings_read import sections_of

MOST_HISTORY = 12
WAY: tuple[tuple[str, str | Promise], ...] = (
    (State.SUBMITTED, gettext_lazy("Received")),
    (State.IN_REVIEW, gettext_lazy("In review")),
    (State.WITH_PARTNER, gettext_lazy("With partner")),
    (State.READY, gettext_lazy("Ready")),
    (State.PUBLISHED, gettext_lazy("Published")),
)
# The place on the way at which a piece stands whose state is not on it.
STANDS_AT = {State.CHANGES_REQUESTED: State.IN_REVIEW, State.ARCHIVED: State.PUBLISHED}


@dataclass(frozen=True)
class Stop:
    """One place on the way; `state` is done, now or empty."""

    label: str | Promise
    state: str
    since: datetime | None


@dataclass(frozen=True)
class Section:
    heading: str
    text: SafeString
    comments: list[ReviewComment]


class Opened:
    """One piece of its kind, for one person of the secretariat; a fixed number of queries."""

    def __init__(self, piece: Any, user: Any) -> None:
        self.piece = piece
        self.steps = [step for step in next_steps(user, piece) if step.name != "take_on" or piece.owner_id != user.pk]
        self.entries = list(piece.state_entries.select_related("by"))
        self.words = words(piece, asked_sha256(piece))
        self.comments = list(piece.comments.open().select_related("by"))
        self.hints = hints(piece, words=self.words, open_comments=len(self.comments))
        self.sections = self._sections()

    @property
    def way(self) -> list[Stop]:
        here = STANDS_AT.get(self.piece.state, self.piece.state)
        places = [state for state, _label in WAY]
        reached = places.index(here) if here in places else -1
        entered = {entry.state: entry.entered_at for entry in self.entries}
        return [
            Stop(label, _where(number, reached), entered.get(state) if number <= reached else None)
            for number, (state, label) in enumerate(WAY)
        ]

    @property
    def facts(self) -> str:
        piece = self.piece
        parts = [
            piece.author.display_name if piece.author else "",
            str(piece.institution or ""),
            languages.name(piece.language) or piece.language,
            _("%(count)d words") % {"count": piece.words},
        ]
        return " · ".join(part for part in parts if part)

    @property
    def loose_comments(self) -> list[ReviewComment]:
        """Those about no words that stand in the text."""
        shown = {comment.pk for section in self.sections for comment in section.comments}
        return [comment for comment in self.comments if comment.pk not in shown]

    @property
    def history(self) -> list[tuple[datetime, str, str, str]]:
        """When, what, who, and their words; the latest first."""
        rows = [
            (each.entered_at, str(each.get_state_display()), each.by.display_name if each.by else "", each.reason)
            for each in self.entries
        ]
        for word in self.words:
            for said in (word.said, word.before):
                if said:
                    what = f"{word.institution}: {said.get_decision_display()}"
                    rows.append((said.decided_at, what, said.by_name, said.note))
        return sorted(rows, key=lambda row: row[0], reverse=True)[:MOST_HISTORY]

    def _sections(self) -> list[Section]:
        """Each comment stands below the section whose words it quotes."""
        found, left = [], list(self.comments)
        for heading, text in sections_of(self.piece):
            body = marked(text, [comment.quote for comment in left])
            here = [comment for comment in left if is_marked(comment.quote, body)]
            left = [comment for comment in left if comment not in here]
            found.append(Section(heading, body, here))
        return found


def _where(number: int, reached: int) -> str:
    if number == reached:
        return "now"
    return "done" if number < reached else ""
