"""A partnership, the noun that everything else hangs on."""

from datetime import date, timedelta
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from community.models import Institution, SDGTarget, Sector, User
from core.functions import Fold
from core.models import FormerSlug, TimestampedModel, Visibility
from core.partial_dates import PartialDateField, in_order, well_formed, year_of
from core.validators import validate_has_letters
from partnerships.models.choices import Direction, Kind, ScaleStage, Stage, Standing, WorkingMode

STALE_AFTER = timedelta(days=365)


def codes(label: Any, max_length: int = 120) -> Any:
    """A column that the database derives from other tables: see `partnerships/sql/listing.sql`."""
    return ArrayField(
        models.CharField(max_length=max_length), default=list, blank=True, editable=False, verbose_name=label
    )


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def public(self) -> Self:
        return self.filter(visibility=Visibility.PUBLIC)

    def visible_to(self, user: Any) -> Self:
        """What this person may know of: the one rule that lists, counts, feeds and exports share."""
        public = Q(visibility=Visibility.PUBLIC)
        if not user.is_authenticated or not user.is_verified_member:
            return self.filter(public)
        own_draft = Q(visibility=Visibility.PRIVATE, created_by=user)
        if user.role in User.SECRETARIAT_ROLES:
            return self.filter(~Q(visibility=Visibility.PRIVATE) | own_draft)
        party = Q(members__institution__in=user.institution_ids)
        own = Q(visibility=Visibility.PARTIES, pk__in=Partnership.objects.filter(party).values("pk"))
        return self.filter(public | Q(visibility=Visibility.COMMUNITY) | own_draft | own)

    def on_record(self) -> Self:
        """Records themselves, without the new wordings that await the other side's word."""
        return self.filter(revises=None)

    def listed_for(self, user: Any) -> Self:
        """What lists, counts, feeds and exports hold for this person."""
        return self.visible_to(user).on_record()

    def beyond_public(self, user: Any) -> Self:
        """The listed rows that this person sees and the public does not."""
        return self.listed_for(user).exclude(visibility=Visibility.PUBLIC)

    def of_institutions(self, ids: Any) -> Self:
        """Partnerships that any of these institutions is a member of, each once."""
        return self.filter(pk__in=Partnership.objects.filter(members__institution__in=ids).values("pk"))

    def drafts_of(self, user: User) -> Self:
        return self.filter(visibility=Visibility.PRIVATE, created_by=user).order_by("-updated_at")

    def stale(self, today: date | None = None) -> Self:
        """Confirmed by both sides once, but not again for twelve months."""
        return self.filter(standing=Standing.BOTH_SIDES, confirmed_on__lt=(today or timezone.localdate()) - STALE_AFTER)

    def not_asked_again(self) -> Self:
        """Whose sides were not asked since they last confirmed."""
        return self.filter(Q(asked_again_on=None) | Q(asked_again_on__lte=F("confirmed_on")))

    def real(self) -> Self:
        """Without the demonstration records."""
        return self.filter(is_demo=False)

    def for_listing(self) -> Self:
        """Everything that a card or a row of a list prints, in three queries."""
        return self.defer("search").select_related("reported_by").prefetch_related("members", "sectors")


class Partnership(TimestampedModel):
    """Institutions that learn from each other over time, and what the register knows of it."""

    Direction = Direction
    Kind = Kind
    ScaleStage = ScaleStage
    Stage = Stage
    Standing = Standing
    WorkingMode = WorkingMode

    title = models.CharField(_("title"), max_length=250, validators=[validate_has_letters])
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind, default=Kind.UNKNOWN)
    summary = models.TextField(_("summary"), max_length=5000, blank=True)

    problem = models.TextField(
        _("problem"), max_length=5000, blank=True, help_text=_("What the demand side is trying to change.")
    )
    problem_in_own_words = models.BooleanField(_("in the demand side's own words"), default=False)
    problem_reported_by = models.CharField(
        _("problem as reported by"), max_length=250, blank=True, help_text=_("Whoever wrote it, if not the partner.")
    )
    reform = models.TextField(_("reform sought"), max_length=5000, blank=True)
    expertise_wanted = models.TextField(_("experience wanted"), max_length=5000, blank=True)
    why_this_peer = models.TextField(_("why this peer"), max_length=600, blank=True)
    what_changed = models.TextField(_("what changed, as told"), max_length=5000, blank=True)

    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.UNKNOWN)
    scale_stage = models.CharField(_("scale"), max_length=20, choices=ScaleStage, blank=True)
    scaled_from = models.ForeignKey(
        "self", models.SET_NULL, related_name="scaled_to", null=True, blank=True, verbose_name=_("grown out of")
    )
    scale_adaptation = models.TextField(_("what was adapted on the way"), max_length=5000, blank=True)
    working_mode = models.CharField(_("working mode"), max_length=20, choices=WorkingMode, blank=True)
    planned_start = PartialDateField(_("planned start"))
    planned_end = PartialDateField(_("planned end"))
    actual_start = PartialDateField(_("start"))
    actual_end = PartialDateField(_("end"))

    sectors = models.ManyToManyField(Sector, related_name="partnerships", blank=True, verbose_name=_("sectors"))
    sector_words = models.CharField(_("sector, in the source's words"), max_length=250, blank=True)
    modality_words = models.CharField(_("form, in the source's words"), max_length=250, blank=True)
    sdg_targets = models.ManyToManyField(
        SDGTarget, related_name="partnerships", blank=True, verbose_name=_("SDG targets")
    )
    themes = TaggableManager(_("themes"), blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True, verbose_name=_("languages"))

    iati_identifier = models.CharField(_("IATI identifier"), max_length=200, blank=True)
    collaboration_type = models.CharField(_("IATI collaboration type"), max_length=2, blank=True)
    aid_type = models.CharField(_("IATI aid type"), max_length=4, blank=True)

    standing = models.CharField(_("standing"), max_length=20, choices=Standing, default=Standing.ONE_SIDE)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    reported_by = models.ForeignKey(
        Institution, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("reported by")
    )
    confirmed_on = models.DateField(_("confirmed by both sides on"), null=True, blank=True)
    objected_at = models.DateTimeField(_("objected to at"), null=True, blank=True, editable=False)
    asked_again_on = models.DateField(_("asked to confirm again on"), null=True, blank=True, editable=False)
    visibility = models.CharField(_("visible to"), max_length=10, choices=Visibility, default=Visibility.PARTIES)
    created_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("entered by")
    )
    revises = models.ForeignKey(
        "self",
        models.CASCADE,
        related_name="revisions",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("new wording of"),
        help_text=_("A corrected copy of a published record, which replaces it once both sides stand by it."),
    )
    revises_version = models.PositiveIntegerField(_("version it was taken from"), null=True, editable=False)
    is_demo = models.BooleanField(_("demonstration record"), default=False)
    creation_key = models.UUIDField(_("key of the form it was entered with"), unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    changed_at = models.DateTimeField(_("content changed at"), default=timezone.now, editable=False)

    # Derived by the database from the members, sectors, targets and themes; never written by hand.
    direction = models.CharField(
        _("direction"), max_length=12, choices=Direction, default=Direction.UNKNOWN, editable=False
    )
    start = models.CharField(_("start known or planned"), max_length=10, blank=True, default="", editable=False)
    end = models.CharField(_("end known or planned"), max_length=10, blank=True, default="", editable=False)
    country_codes = codes(_("countries"))
    place_codes = codes(_("countries that ask or offer"), max_length=2)
    pair_codes = codes(_("from offer to ask, such as SE>KE"), max_length=5)
    region_codes = codes(_("regions"))
    sector_codes = codes(_("sector codes"))
    sdg_codes = codes(_("SDG codes"))
    funder_slugs = codes(_("funders"))
    theme_slugs = codes(_("theme slugs"))
    search = SearchVectorField(_("search text"), null=True, editable=False)
    outcomes_shown = models.PositiveIntegerField(_("public outcomes"), default=0, editable=False)
    outcomes_corroborated = models.PositiveIntegerField(_("of which corroborated or better"), default=0, editable=False)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        constraints = [
            models.CheckConstraint(
                condition=well_formed("planned_start", "planned_end", "actual_start", "actual_end"),
                name="partnership_dates_well_formed",
                violation_error_message=_("Write dates as 2024, 2024-03 or 2024-03-09."),
            ),
            models.CheckConstraint(
                condition=in_order("planned_start", "planned_end") & in_order("actual_start", "actual_end"),
                name="partnership_ends_after_it_starts",
                violation_error_message=_("A partnership cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(standing="public_source") | ~Q(source_url=""),
                name="partnership_public_source_has_address",
                violation_error_message=_("A record from a public source needs the address of that source."),
            ),
            models.CheckConstraint(
                condition=~Q(standing="both_sides") | Q(confirmed_on__isnull=False),
                name="partnership_confirmed_has_date",
                violation_error_message=_("A confirmed record needs the date of its confirmation."),
            ),
            models.CheckConstraint(
                condition=~Q(visibility__in=["public", "community"], standing="one_side"),
                name="partnership_of_one_side_is_not_public",
                violation_error_message=_("What only one side reports is not shown beyond the parties."),
            ),
            models.CheckConstraint(
                condition=Q(objected_at=None) | ~Q(visibility__in=["public", "community"]),
                name="partnership_objected_to_is_not_shown",
                violation_error_message=_(
                    "A party objects to this record: it is for the parties until that is settled."
                ),
            ),
            models.CheckConstraint(
                condition=Q(scaled_from=None) | ~Q(scaled_from=F("pk")),
                name="partnership_not_scaled_from_itself",
                violation_error_message=_("A partnership cannot have grown out of itself."),
            ),
            models.CheckConstraint(
                condition=Q(revises=None) | Q(visibility__in=["private", "parties"]),
                name="partnership_revision_is_not_shown",
                violation_error_message=_("A new wording is shown only by taking the place of the record."),
            ),
            models.UniqueConstraint(
                fields=["revises", "created_by"],
                name="partnership_revision_once_an_author",
                violation_error_message=_("You have a new wording of this record under way already."),
            ),
            models.UniqueConstraint(
                fields=["iati_identifier"],
                condition=~Q(iati_identifier="") & ~Q(visibility="private"),
                name="partnership_iati_identifier_once",
                violation_error_message=_("Another partnership has this IATI identifier."),
            ),
        ]
        indexes = [
            GinIndex(OpClass(Fold("title"), name="gin_trgm_ops"), name="partnership_title_trigrams"),
            models.Index(F("changed_at").desc(), F("id").desc(), name="partnership_latest"),
            models.Index(F("start").desc(), F("id").desc(), name="partnership_by_start"),
            models.Index(fields=["title", "id"], name="partnership_by_title"),
            models.Index(fields=["visibility"], condition=~Q(visibility="public"), name="partnership_not_public"),
            models.Index(fields=["confirmed_on"], condition=Q(standing="both_sides"), name="partnership_by_age"),
            models.Index(fields=["created_by"], condition=Q(visibility="private"), name="partnership_own_drafts"),
            models.Index(fields=["source_url"], name="partnership_by_source"),
            GinIndex(
                fields=[
                    "search",
                    "country_codes",
                    "region_codes",
                    "sector_codes",
                    "sdg_codes",
                    "funder_slugs",
                    "theme_slugs",
                    "languages",
                ],
                name="partnership_facets",
                fastupdate=False,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:detail", args=[self.slug])

    @property
    def period(self) -> str:
        """`2024–27`, `2024`, `from 2024`, `until 2027`, or nothing where neither is known."""
        first, last = year_of(self.start), year_of(self.end)
        if first and last:
            return first if first == last else f"{first}–{last}"
        if first:
            return _("from %(year)s") % {"year": first}
        return _("until %(year)s") % {"year": last} if last else ""

    @property
    def edit_version(self) -> int:
        """What a form that edits this has read: for a new wording, the record it revises counts too."""
        return self.version + (self.revises.version if self.revises else 0)

    @property
    def is_draft(self) -> bool:
        return self.visibility == Visibility.PRIVATE

    @property
    def is_stale(self) -> bool:
        """Confirmed once, but not again for twelve months."""
        return self.confirmed_on is not None and self.confirmed_on < self._today() - STALE_AFTER

    @staticmethod
    def _today() -> date:
        return timezone.localdate()


class PartnershipFormerSlug(FormerSlug):
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="former_slugs", verbose_name=_("partnership")
    )

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
