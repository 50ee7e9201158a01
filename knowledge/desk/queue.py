"""The queue: every text that has been handed in, by state and by how long it has stood there."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from community import languages
from community.models import Country, Sector
from core.functions import Fold
from knowledge.models import Piece, PieceParty
from knowledge.models.choices import UNDER_REVIEW, Kind, State
from knowledge.short_lists import places

MINE, ALL = "mine", "all"
TABS: dict[str, str | Promise] = {
    MINE: gettext_lazy("My queue"),
    ALL: gettext_lazy("All open"),
    State.SUBMITTED: gettext_lazy("New"),
    State.IN_REVIEW: gettext_lazy("In review"),
    State.CHANGES_REQUESTED: gettext_lazy("With author"),
    State.WITH_PARTNER: gettext_lazy("With partner"),
    State.READY: gettext_lazy("Ready"),
    State.PUBLISHED: gettext_lazy("Published"),
    State.DECLINED: gettext_lazy("Declined"),
    State.ARCHIVED: gettext_lazy("Taken down"),
}
STATES = [State(tab) for tab in TABS if tab not in (MINE, ALL)]
# What is at the desk itself comes before what waits for others.
ORDER = [State.IN_REVIEW, State.SUBMITTED, State.WITH_PARTNER, State.READY, State.CHANGES_REQUESTED]
LATE_AFTER = {
    State.SUBMITTED: timedelta(days=5),
    State.IN_REVIEW: timedelta(days=10),
    State.WITH_PARTNER: timedelta(days=7),
    State.READY: timedelta(days=7),
    State.CHANGES_REQUESTED: timedelta(days=21),
}
KEYS = ("place", "state_since", "pk")
LATEST = ("-state_since", "-pk")
PRINTED = ("kind", "title", "slug", "language", "state", "state_since", "publish_at", "is_demo", "revises")
MOST_WORDS = 6
LONGEST = 100


@dataclass(frozen=True)
class Selection:
    """A tab and the words that narrow it, as they stand in an address."""

    tab: str = MINE
    q: str = ""

    @classmethod
    def read(cls, query: Any) -> "Selection":
        tab = query.get("state", "")
        words = " ".join(query.get("q", "").replace("\x00", "").split())[:LONGEST]
        return cls(tab if tab in TABS else MINE, words)

    @property
    def keys(self) -> tuple[str, ...]:
        """The longest wait first; of what is done with, the latest."""
        return KEYS if self.tab in (MINE, ALL, *UNDER_REVIEW) else LATEST

    def pairs(self) -> list[tuple[str, str]]:
        return [("state", self.tab), *([("q", self.q)] if self.q else [])]

    def address(self, **more: str) -> str:
        return "?" + urlencode([*self.pairs(), *more.items()])


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    piece: Any
    facts: str
    age: str
    is_late: bool
    hour: str  # at which it is to be published


def queue(selection: Selection, user: Any) -> QuerySet[Any]:
    """The pieces of a tab in their order, with what a line prints, in one query."""
    found = _narrowed(_of_tab(Piece.objects.visible_to(user), selection.tab, user), selection.q)
    if selection.keys == KEYS:
        whens = [When(state=state, then=Value(number)) for number, state in enumerate(ORDER)]
        found = found.annotate(place=Case(*whens, default=Value(len(ORDER)), output_field=IntegerField()))
    return found.only(*PRINTED).annotate(**places()).order_by(*selection.keys)


def counts(user: Any) -> dict[str, int]:
    """Of every tab, in one query."""
    rows = Piece.objects.visible_to(user).filter(state__in=STATES).order_by().values("state")
    counted = rows.annotate(count=Count("pk"), mine=Count("pk", filter=_mine(user)))
    by_state = {each["state"]: (each["count"], each["mine"]) for each in counted}
    found = {tab: by_state.get(tab, (0, 0))[0] for tab in TABS}
    found[ALL] = sum(by_state.get(state, (0, 0))[0] for state in UNDER_REVIEW)
    found[MINE] = sum(by_state.get(state, (0, 0))[1] for state in UNDER_REVIEW)
    return found


def tabs(selection: Selection, user: Any) -> list[dict[str, Any]]:
    counted = counts(user)
    return [
        {"label": label, "count": counted[tab], "url": f"?state={tab}", "current": tab == selection.tab}
        for tab, label in TABS.items()
    ]


def groups(pieces: list[Any]) -> list[tuple[str | Promise, list[Row]]]:
    """The lines under the name of their state."""
    return [(TABS[state], [row(each) for each in found]) for state, found in groupby(pieces, lambda each: each.state)]


def row(piece: Any) -> Row:
    hour = _("on %(day)s") % {"day": f"{date_format(piece.publish_at, 'j M, H:i')} UTC"} if piece.publish_at else ""
    return Row(piece, _facts(piece), age(piece.state_since), is_late(piece), hour)


def age(since: Any) -> str:
    """How long something has waited, in days, or in hours on its first day."""
    waited = timezone.now() - since
    if waited.days >= 1:
        return _("%(count)d d") % {"count": waited.days}
    return _("%(count)d h") % {"count": waited.seconds // 3600}


def is_late(piece: Any) -> bool:
    """It has stood in its state for too long; what has its hour only waits for that."""
    allowed = LATE_AFTER.get(piece.state)
    return bool(allowed and not piece.publish_at and timezone.now() - piece.state_since > allowed)


def _of_tab(pieces: Any, tab: str, user: Any) -> QuerySet[Any]:
    if tab == MINE:
        return pieces.under_review().filter(_mine(user))
    return pieces.under_review() if tab == ALL else pieces.filter(state=tab)


def _mine(user: Any) -> Q:
    """What this person curates, and what is new and nobody's yet."""
    return Q(owner=user) | Q(owner=None, state=State.SUBMITTED)


def _narrowed(pieces: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Each word stands in the title, or names a kind, country or sector, or an institution: the author's or one told of."""
    for word in words.split()[:MOST_WORDS]:
        kinds = [kind.value for kind in Kind if word.casefold() in str(kind.label).casefold()]
        folded = Fold(Value(word))
        found = pieces.annotate(folded_title=Fold("title"), folded_home=Fold("institution__name"))
        pieces = found.filter(
            Q(folded_title__contains=folded)
            | Q(kind__in=kinds)
            | Q(folded_home__contains=folded)
            | Exists(_told_of(folded))
            | Exists(_named(Piece.countries.through, "country", Country, folded))
            | Exists(_named(Piece.sectors.through, "sector", Sector, folded))
        )
    return pieces


def _told_of(folded: Fold) -> QuerySet[Any]:
    parties = PieceParty.objects.filter(piece=OuterRef("pk")).order_by()
    return parties.annotate(folded_name=Fold("institution__name")).filter(folded_name__contains=folded)


def _named(through: Any, field: str, model: Any, folded: Fold) -> QuerySet[Any]:
    """The links of a piece to what bears the word in its name, as the reader reads it."""
    rows = through.objects.filter(piece=OuterRef("pk")).annotate(folded_name=Fold(model.name_of(field)))
    return rows.filter(folded_name__contains=folded)


def _facts(piece: Any) -> str:
    """`Story · Courts, Paraguay (Spanish)`: the language where it is not the reader's."""
    where = ", ".join(each["name"] for each in (*piece.sector_list, *piece.country_list))
    words = " · ".join(part for part in (str(piece.get_kind_display()), where) if part)
    if piece.language != (get_language() or "en")[:2]:
        words = f"{words} ({languages.name(piece.language) or piece.language})"
    return words
