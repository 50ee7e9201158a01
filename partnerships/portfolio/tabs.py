"""What is mine: the records one person has to do with, tab by tab.

Everything starts from what this person may see. Ids of several origins are put together by UNION, because
OR would keep Postgres from the indexes. `mine` is what they look after; the other tabs go as
far as their responsibility does: a focal point's to all records of the institution.
"""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Left, Length
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from community.models import Institution
from core.functions import Fold
from core.models import Visibility
from partnerships import search
from partnerships.commitments import commitments_due
from partnerships.filters import Selection
from partnerships.models import (
    AwaitedWord,
    Correction,
    DonorReference,
    HandOver,
    Holding,
    Partnership,
    PartnershipMember,
    Terms,
)
from partnerships.models.choices import Side, Stage
from partnerships.models.partnership import STALE_AFTER, PartnershipQuerySet
from partnerships.permissions_portfolio import leading_ids, speaking_ids

MOST_COUNTED = 1_000
TABS = {
    "mine": _("Mine"),
    "due": _("Due"),
    "stale": _("Not confirmed for a year"),
    "waiting": _("Waiting for the other side"),
    "objected": _("Objected to"),
    "handed-over": _("Handed over"),
}
# The keys by which each tab's pages are turned: the newest first, or who waits longest.
KEYS: dict[str, tuple[str, ...]] = {
    "mine": ("-changed_at", "-pk"),
    "due": ("-changed_at", "-pk"),
    "stale": ("confirmed_on", "pk"),
    "waiting": ("changed_at", "pk"),
    "objected": ("-objected_at", "-pk"),
    "handed-over": ("-handed_at", "-pk"),
}
UNDER_WAY = (Stage.SCOPING, Stage.FOUNDING, Stage.EXCHANGING, Stage.ADAPTING, Stage.CONSOLIDATING)
ASKING, OFFERING = (Side.DEMAND, Side.PEER), (Side.SUPPLY, Side.PEER)


class Portfolio:
    """The records of one person; read once in a request."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.home_ids: frozenset[int] = user.institution_ids
        self.speaking_ids = speaking_ids(user)
        self.leading_ids = leading_ids(user)
        self.is_secretariat = user.role in user.SECRETARIAT_ROLES

    def records(self, tab: str) -> PartnershipQuerySet:
        """The records of a tab other than `handed-over`."""
        return {
            "mine": self.mine,
            "due": self.due,
            "stale": self.stale,
            "waiting": self.waiting,
            "objected": self.objected,
        }[tab]()

    def rows(self, tab: str, selection: Selection) -> QuerySet[Any]:
        """What a tab lists under a search, as rows of records or of the log of hand-overs."""
        if tab != "handed-over":
            return self.matching(self.records(tab), selection)
        log = self.handed_over()
        if not selection.narrows:
            return log
        return log.filter(partnership__in=self.matching(self.visible(), selection).values("pk"))

    def counts(self, selection: Selection) -> dict[str, int]:
        """How many rows each tab has, counted no further than anyone reads."""
        return {tab: self.rows(tab, selection).order_by()[: MOST_COUNTED + 1].count() for tab in TABS}

    # --- The tabs -----------------------------------------------------------------------------------

    def mine(self) -> PartnershipQuerySet:
        """What I look after, what falls to me because nobody does, and my drafts."""
        drafts = Partnership.objects.drafts_of(self.user).order_by().values("pk")
        return self.visible().on_record().filter(pk__in=self.held.union(self.unheld, drafts))

    def due(self) -> PartnershipQuerySet:
        """Records and new wordings that need something of us."""
        asked = (self.words_due, self.corrections_due, self.terms_due, self.commitments_due)
        return self.of_concern().filter(is_over() | Q(*(("pk__in", each) for each in asked), _connector=Q.OR))

    def stale(self) -> PartnershipQuerySet:
        """Confirmed once, but not again for twelve months; for the secretariat of all records."""
        long_ago = timezone.localdate() - STALE_AFTER
        return self.overseen().filter(standing=Partnership.Standing.BOTH_SIDES, confirmed_on__lt=long_ago)

    def waiting(self) -> PartnershipQuerySet:
        """Records and new wordings that await a word of somebody else."""
        words = AwaitedWord.objects.exclude(institution__in=self.home_ids).values("partnership")
        return self.of_concern().filter(pk__in=words)

    def objected(self) -> PartnershipQuerySet:
        return self.overseen().exclude(visibility=Visibility.PUBLIC).filter(objected_at__isnull=False)

    def handed_over(self) -> QuerySet[HandOver]:
        """What I gave away, mine or a colleague's, of the records that I may still see."""
        given = Q(from_user=self.user) | Q(by=self.user)
        log = HandOver.objects.filter(given, partnership__in=self.visible().values("pk")).exclude(to_user=self.user)
        beside = ("partnership", "from_user", "to_user", "institution")
        return log.select_related(*beside).defer("partnership__search")

    # --- What they are made of -----------------------------------------------------------------------

    def visible(self) -> PartnershipQuerySet:
        found: PartnershipQuerySet = Partnership.objects.visible_to(self.user)
        return found

    def of_concern(self) -> PartnershipQuerySet:
        """Records and new wordings that I look after, or that an institution takes part in which I lead."""
        led = PartnershipMember.objects.of_institutions(self.leading_ids).order_by().values("partnership")
        wordings = Partnership.objects.filter(revises__in=self.held).order_by().values("pk")
        concern = self.visible().exclude(visibility=Visibility.PRIVATE)
        return concern.filter(pk__in=self.held.union(led, wordings))

    def overseen(self) -> PartnershipQuerySet:
        """The secretariat has an eye on all that it may see."""
        return self.visible().on_record() if self.is_secretariat else self.of_concern().on_record()

    @cached_property
    def held(self) -> QuerySet[Any, Any]:
        found = Holding.objects.of(self.user).filter(institution__in=self.home_ids)
        return found.order_by().values("partnership")

    @cached_property
    def unheld(self) -> QuerySet[Any, Any]:
        """Records of institutions I lead that nobody there looks after."""
        here = Holding.objects.filter(partnership=OuterRef("partnership"), institution=OuterRef("institution"))
        members = PartnershipMember.objects.of_institutions(self.leading_ids).exclude(Exists(here))
        found: QuerySet[Any, Any] = members.order_by().values("partnership")
        return found

    @cached_property
    def words_due(self) -> QuerySet[Any, Any]:
        return AwaitedWord.objects.filter(institution__in=self.speaking_ids).values("partnership")

    @cached_property
    def corrections_due(self) -> QuerySet[Any, Any]:
        """What others would say differently, where the record is ours or nobody's."""
        ours = Q(partnership__reported_by__in=self.speaking_ids) | Q(partnership__reported_by=None)
        theirs = Q(partnership__reported_by=F("institution"))
        of_others = Correction.objects.open().exclude(institution__in=self.speaking_ids)
        return of_others.filter(ours | theirs).values("partnership")

    @cached_property
    def terms_due(self) -> QuerySet[Any, Any]:
        """The last version of the terms waits for our signature; the demand side signs first."""
        newer = Terms.objects.filter(partnership=OuterRef("partnership"), number__gt=OuterRef("number"))
        last = Terms.objects.exclude(Exists(newer))
        first = Q(demand_signed_at=None, partnership__in=self._ours(ASKING))
        second = Q(demand_signed_at__isnull=False, supply_signed_at=None, partnership__in=self._ours(OFFERING))
        found: QuerySet[Any, Any] = last.filter(first | second).values("partnership")
        return found

    @cached_property
    def commitments_due(self) -> QuerySet[Any, Any]:
        """Our leadership has not said what it stands for, or not for a year."""
        silent = commitments_due(self.speaking_ids, timezone.localdate())
        found: QuerySet[Any, Any] = silent.order_by().values("partnership")
        return found

    def _ours(self, sides: tuple[str, ...]) -> QuerySet[Any, Any]:
        members = PartnershipMember.objects.of_institutions(self.speaking_ids).filter(side__in=sides)
        found: QuerySet[Any, Any] = members.values("partnership")
        return found

    # --- Searching -----------------------------------------------------------------------------------

    def matching(self, records: PartnershipQuerySet, selection: Selection) -> PartnershipQuerySet:
        """Those whose title, words or institutions, or whose number in our own files, hold what was typed."""
        if selection.q:
            records = records.filter(self._says(selection.q))
        return selection.without("q").apply(records)

    def _says(self, text: str) -> Q:
        numbers = DonorReference.objects.filter(institution__in=self.home_ids, number__icontains=text)
        named = Q(institution__in=Institution.objects.matching(text).values("pk")) | Q(stated_name__icontains=text)
        titled = Partnership.objects.alias(folded=Fold("title")).filter(folded__contains=Fold(Value(text)))
        return (
            Q(search=search.query_for(text))
            | Q(pk__in=titled.order_by().values("pk"))
            | Q(pk__in=numbers.values("partnership"))
            | Q(pk__in=PartnershipMember.objects.filter(named).values("partnership"))
        )


def is_over() -> Q:
    """The planned end has certainly passed, and nobody said that the partnership ended."""
    today = Value(timezone.localdate().isoformat())
    past = Q(planned_end__lt=Left(today, Length("planned_end")))
    return past & ~Q(planned_end="") & Q(actual_end="", stage__in=UNDER_WAY, revises=None)
