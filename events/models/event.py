"""A learning event, the noun that the rest of this app hangs on."""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Institution, Sector, User
from core.functions import Fold
from core.models import FormerSlug, TimestampedModel, Visibility
from core.validators import validate_has_letters
from events.models.choices import ACTIVE, Entry, EventStatus, Format, HostRole
from events.models.series import EventSeries
from partnerships.models import CriticalJuncture

LONGEST = timedelta(days=14)  # a month is a typing mistake, or a programme of several events
MOST_SEATS = 100_000


class LearningEventQuerySet(models.QuerySet["LearningEvent"]):
    def visible_to(self, user: Any) -> Self:
        """What this person may know of: the one rule that lists, feeds, calendars and exports share.

        Drafts are for who runs them and the secretariat; private events for the invited too.
        """
        shown = ~Q(status=EventStatus.DRAFT)
        public = shown & Q(visibility=Visibility.PUBLIC)
        if not user.is_authenticated or not user.is_active:
            return self.filter(public)
        if user.role in User.SECRETARIAT_ROLES:
            return self.all()
        takes_part = LearningEvent.objects.filter(registrations__user=user, registrations__status__in=ACTIVE)
        allowed = public | Q(pk__in=LearningEvent.objects.run_by(user).values("pk"))
        allowed |= shown & Q(pk__in=takes_part.values("pk"))
        if user.is_verified_member:
            allowed |= shown & Q(visibility=Visibility.COMMUNITY)
        return self.filter(allowed)

    def run_by(self, user: Any) -> Self:
        """Those that this person organises."""
        return self.filter(pk__in=EventOrganiser.objects.filter(user=user).values("event"))

    def upcoming(self, now: Any = None) -> Self:
        """Not over yet, next one first; what was cancelled stays in sight until its day has passed."""
        now = now or timezone.now()
        return self.filter(Q(ends_at__gt=now) | Q(ends_at=None, ends_on__gte=now.date())).order_by(
            "starts_on", "starts_at", "pk"
        )

    def past(self, now: Any = None) -> Self:
        """Over, latest first."""
        now = now or timezone.now()
        return self.filter(Q(ends_at__lte=now) | Q(ends_at=None, ends_on__lt=now.date())).order_by(
            "-starts_on", F("starts_at").desc(nulls_last=True), "-pk"
        )

    def real(self) -> Self:
        return self.filter(is_demo=False)


class LearningEvent(TimestampedModel):
    """A meeting at which institutions exchange what they learnt.

    `starts_on` and `ends_on` are the days in the event's own zone and always known; `starts_at` and `ends_at`
    are UTC instants, both or neither: where the hour is not known, the date stands alone.
    """

    Entry = Entry
    Format = Format
    Status = EventStatus

    title = models.CharField(_("title"), max_length=250, validators=[validate_has_letters])
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    series = models.ForeignKey(
        EventSeries, models.SET_NULL, related_name="events", null=True, blank=True, verbose_name=_("series")
    )
    follows = models.ForeignKey(
        "self", models.SET_NULL, related_name="followed_by", null=True, blank=True, verbose_name=_("follows")
    )
    summary = models.CharField(_("in one sentence"), max_length=400, blank=True)
    objective = models.TextField(_("objective"), max_length=5000, blank=True)
    premise = models.TextField(_("point of departure"), max_length=5000, blank=True)
    audience = models.TextField(_("who it is for"), max_length=2000, blank=True)
    format = models.CharField(_("format"), max_length=12, choices=Format, default=Format.VIRTUAL)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    stated_minutes = models.PositiveIntegerField(
        _("length in minutes, as stated"), null=True, blank=True, help_text=_("Where the hour is not known.")
    )
    time_zone = models.CharField(_("time zone"), max_length=50, default="UTC")
    venue = models.CharField(_("venue"), max_length=300, blank=True)
    joining_url = models.URLField(_("joining link"), max_length=2000, blank=True)
    joining_notes = models.TextField(
        _("joining on a slow line"),
        max_length=2000,
        blank=True,
        help_text=_("Dial-in, slides sent before, a text page."),
    )
    dial_in = models.CharField(_("dial-in number and code"), max_length=300, blank=True)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    visibility = models.CharField(
        _("visible to"),
        max_length=10,
        choices=[(v.value, v.label) for v in (Visibility.PUBLIC, Visibility.COMMUNITY)]
        + [("private", _("Private: those who are invited"))],
        default=Visibility.PUBLIC,
    )
    entry = models.CharField(_("registration"), max_length=10, choices=Entry, default=Entry.OPEN)
    is_chatham_house = models.BooleanField(_("under the Chatham House rule"), default=False)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True, verbose_name=_("languages"))
    languages_note = models.CharField(_("interpretation"), max_length=300, blank=True)
    sectors = models.ManyToManyField(Sector, related_name="events", blank=True, verbose_name=_("sectors"))
    junctures = models.ManyToManyField(
        CriticalJuncture, related_name="events", blank=True, verbose_name=_("critical junctures")
    )
    stated_participants = models.PositiveIntegerField(_("participants, as stated"), null=True, blank=True)
    stated_organisations = models.PositiveIntegerField(_("organisations, as stated"), null=True, blank=True)
    stated_source = models.CharField(_("source of the stated figures"), max_length=300, blank=True)
    catchphrase = models.CharField(_("words that stayed"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=EventStatus, default=EventStatus.DRAFT)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True, editable=False)
    cancellation_reason = models.CharField(_("why it was cancelled"), max_length=500, blank=True)
    uid = models.UUIDField(_("calendar identifier"), default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(_("calendar sequence"), default=0, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    allocation_seed = models.PositiveIntegerField(_("seed of the groups"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("entered by")
    )
    creation_key = models.UUIDField(_("key of the form it was entered with"), unique=True, null=True, editable=False)
    search = SearchVectorField(null=True, editable=False)
    is_demo = models.BooleanField(_("demonstration record"), default=False)

    objects = LearningEventQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("learning event")
        verbose_name_plural = _("learning events")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message=_("An event ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & Q(ends_on__lte=F("starts_on") + LONGEST),
                name="event_lasts_two_weeks_at_most",
                violation_error_message=_("An event ends after it starts, and lasts two weeks at most."),
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1, capacity__lte=MOST_SEATS),
                name="event_capacity_in_bounds",
                violation_error_message=_("Seats are a whole number between 1 and 100,000."),
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(seats_taken__lte=F("capacity")),
                name="event_seats_within_capacity",
                violation_error_message=_("More seats are taken than there would be."),
            ),
            models.CheckConstraint(
                condition=Q(stated_participants=None, stated_organisations=None) | ~Q(stated_source=""),
                name="event_stated_figures_name_their_source",
                violation_error_message=_("Figures that are stated, not counted, need their source."),
            ),
            models.CheckConstraint(
                condition=Q(follows=None) | ~Q(follows=F("pk")),
                name="event_does_not_follow_itself",
                violation_error_message=_("An event cannot follow itself."),
            ),
        ]
        indexes = [
            models.Index(fields=["starts_on", "id"], name="event_by_day"),
            models.Index(
                fields=["starts_on", "id"],
                condition=Q(visibility="public") & ~Q(status="draft"),
                name="event_public_by_day",
            ),
            GinIndex(fields=["search"], name="event_search"),
            GinIndex(OpClass(Fold("title"), name="gin_trgm_ops"), name="event_title_alike"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:detail", args=[self.slug])

    @property
    def has_hours(self) -> bool:
        return self.starts_at is not None

    @property
    def is_over(self) -> bool:
        if self.ends_at is not None:
            return self.ends_at <= timezone.now()
        return self.ends_on < timezone.now().date()

    @property
    def is_cancelled(self) -> bool:
        return self.status == EventStatus.CANCELLED

    @property
    def seats_left(self) -> int | None:
        """None where there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.seats_taken)


class LearningEventFormerSlug(FormerSlug):
    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="former_slugs", verbose_name=_("event"))

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")


class EventHost(models.Model):
    """An institution that holds the event."""

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="hosts", verbose_name=_("event"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="hosted_events", verbose_name=_("institution")
    )
    role = models.CharField(_("role"), max_length=20, choices=HostRole, default=HostRole.HOST)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        constraints = [models.UniqueConstraint(fields=["event", "institution"], name="event_host_once")]

    def __str__(self) -> str:
        return f"{self.institution} · {self.get_role_display()}"


class EventOrganiser(models.Model):
    """A person who runs the event for its hosts: the host of the access matrix."""

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="organisers", verbose_name=_("event"))
    user = models.ForeignKey(User, models.CASCADE, related_name="organised_events", verbose_name=_("person"))
    added_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="event_organiser_once")]

    def __str__(self) -> str:
        return str(self.user)
