"""What needs and offers have in common: an institution says what it wants or can share, and on which terms."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Institution, SDGTarget, Sector, User
from core.models import TimestampedModel, Visibility
from matching.models.choices import FORMS, ReformStage

CONFIRM_AFTER = timedelta(days=180)  # then the institution is asked whether it still holds
CLOSE_AFTER = timedelta(days=30)  # and without a word within so many days it is closed

OPEN_STATES = ("open", "in_introduction")


class StatementQuerySet(models.QuerySet[Any]):
    open_states: tuple[str, ...] = ()  # while it counts as open

    def visible_to(self, user: Any) -> Self:
        """Drafts at their own institution; what is open, and what was, as far as its institution shows it."""
        public = ~Q(status="draft") & Q(visibility=Visibility.PUBLIC)
        if not user.is_authenticated or not user.is_verified_member:
            return self.filter(public)
        community = ~Q(status="draft") & Q(visibility=Visibility.COMMUNITY)
        own = Q(institution__in=user.institution_ids)
        return self.filter(public | community | own)

    def listed_for(self, user: Any) -> Self:
        """What lists, counts, feeds and exports hold for this person: what is open."""
        return self.visible_to(user).open()

    def open(self) -> Self:
        return self.filter(status__in=self.open_states)

    def real(self) -> Self:
        return self.filter(is_demo=False)

    def for_listing(self) -> Self:
        return (
            self.select_related("institution__country")
            .prefetch_related("sectors")
            .defer("search")
            .order_by("-changed_at", "-pk")
        )

    def to_confirm(self, today: date | None = None) -> Self:
        """Open ones that nobody confirmed for half a year and whose institution was not asked since."""
        day = today or timezone.localdate()
        silent = Q(asked_on=None) | Q(asked_on__lte=F("confirmed_on"))
        return self.open().filter(silent, confirmed_on__lte=day - CONFIRM_AFTER)

    def unanswered(self, today: date | None = None) -> Self:
        """Asked a month ago whether they still hold, and no word since."""
        day = today or timezone.localdate()
        return self.open().filter(asked_on__gt=F("confirmed_on"), asked_on__lte=day - CLOSE_AFTER)


class Statement(TimestampedModel):
    """A need or an offer. `languages` are codes of ISO 639-1; `forms` are kinds of partnerships.

    `exclusions` are institutions with which it is never matched, for the eyes of its own institution alone.
    """

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="%(class)ss", verbose_name=_("institution")
    )
    sectors = models.ManyToManyField(Sector, related_name="%(class)ss", blank=True, verbose_name=_("sectors"))
    sdg_targets = models.ManyToManyField(
        SDGTarget, related_name="%(class)ss", blank=True, verbose_name=_("SDG targets")
    )
    languages = ArrayField(
        models.CharField(max_length=8), default=list, blank=True, verbose_name=_("languages you can work in")
    )
    has_interpreter = models.BooleanField(
        _("an interpreter is fine"), default=False, help_text=_("Then a common language is not a condition.")
    )
    forms = ArrayField(
        models.CharField(max_length=30, choices=FORMS), default=list, blank=True, verbose_name=_("preferred forms")
    )
    reform_stage = models.CharField(_("how far the reform is"), max_length=1, choices=ReformStage, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    exclusions = models.ManyToManyField(
        Institution, related_name="+", blank=True, verbose_name=_("never together with")
    )
    visibility = models.CharField(
        _("visible to"),
        max_length=10,
        choices=[(each.value, each.label) for each in (Visibility.PUBLIC, Visibility.COMMUNITY)],
        default=Visibility.COMMUNITY,
    )
    language = models.CharField(_("written in"), max_length=8, default="en")
    recorded_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("entered by")
    )
    confirmed_on = models.DateField(_("confirmed on"), default=timezone.localdate)
    asked_on = models.DateField(_("asked whether it holds on"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_because = models.CharField(_("why it was closed"), max_length=250, blank=True)
    changed_at = models.DateTimeField(_("content changed at"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    creation_key = models.UUIDField(_("key of the form it was entered with"), unique=True, null=True, editable=False)
    is_demo = models.BooleanField(_("demonstration record"), default=False)

    objects: ClassVar[Any] = StatementQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-changed_at", "-pk"]

    @property
    def is_open(self) -> bool:
        return str(getattr(self, "status", "")) in OPEN_STATES

    @property
    def is_draft(self) -> bool:
        return str(getattr(self, "status", "")) == "draft"


def found_by(first: str, second: str, third: str | None = None) -> models.GeneratedField:
    """The column by which a search finds it: its words, those of `first` before the others."""
    words = Func(
        "language", first, second, third or Value(""), function="matching_words", output_field=SearchVectorField()
    )
    return models.GeneratedField(expression=words, output_field=SearchVectorField(), db_persist=True)


def in_order(name: str) -> models.CheckConstraint:
    """The dates of a statement, in their order."""
    return models.CheckConstraint(
        condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
        name=name,
        violation_error_message=_("It cannot end before it begins."),
    )
