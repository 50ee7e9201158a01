"""Public institutions and those who work beside them."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField, TrigramWordSimilarity
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models.classifications import Sector
from community.models.places import Country
from core.functions import Fold
from core.models import FormerSlug, TimestampedModel
from core.validators import validate_has_letters

MOST_WORDS = 12  # of a search; who pastes a page still gets an answer


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def visible_to(self, user: Any) -> Self:
        """Institutions are public; those merged into another are only a way to it."""
        return self.all()

    def for_listing(self) -> Self:
        """What a list of institutions prints, in one query, with the key it is sorted by."""
        return self.select_related("country").annotate(sort_name=Fold("name")).order_by("sort_name", "pk")

    def with_facts(self) -> Self:
        """What the page of one institution prints."""
        return self.select_related("country", "country__subregion", "parent").prefetch_related(
            "other_names", "sectors", "children"
        )

    def named(self, name: str, country: Country | None = None) -> Self:
        """The institutions that bear exactly this name or other name, accents and case ignored."""
        folded = Fold(Value(name))
        own = Institution.objects.alias(folded=Fold("name")).filter(folded=folded)
        found = self._among(own, InstitutionName.objects.spelled(name))
        return found.filter(country=country) if country else found

    def matching(self, text: str) -> Self:
        """Those whose name, acronym or one of whose other names holds every word, accents and case ignored."""
        found = self
        for word in text.split()[:MOST_WORDS]:
            folded = Fold(Value(word))
            own = Institution.objects.alias(folded=Fold("name")).filter(folded__contains=folded)
            short = Institution.objects.filter(acronym__icontains=word)
            other = InstitutionName.objects.alias(folded=Fold("name")).filter(folded__contains=folded)
            found = found._among(own, other, short)
        return found

    def resembling(self, name: str) -> Self:
        """Institutions whose name, acronym or other name is like what was typed, best first."""
        folded = Fold(Value(name))
        own = Institution.objects.alias(folded=Fold("name")).filter(folded__trigram_word_similar=folded)
        short = Institution.objects.filter(acronym__iexact=name)
        other = InstitutionName.objects.alias(folded=Fold("name")).filter(folded__trigram_word_similar=folded)
        return self._among(own, other, short).by_likeness(name)

    def _among(self, own: QuerySet[Any], other: QuerySet[Any], *further: QuerySet[Any]) -> Self:
        """Those that one of the selections finds; a union, because OR would keep Postgres from the indexes."""
        more = [found.order_by().values("pk") for found in further]
        return self.filter(pk__in=own.order_by().values("pk").union(other.order_by().values("institution"), *more))

    def by_likeness(self, name: str) -> Self:
        """Best first: how much of what was typed is in the name, the acronym or another name."""
        folded = Fold(Value(name))
        likeness = Greatest(
            _likeness(folded, "name"),
            _likeness(folded, "acronym"),
            Coalesce(Subquery(_best_other_name(folded)), Value(0.0)),
        )
        return self.annotate(likeness=likeness).select_related("country").order_by("-likeness", "pk")

    def much_alike(self, name: str, least: float = 0.7) -> Self:
        """Those that resemble a name so much that they may be the same institution."""
        return self.resembling(name).filter(Q(likeness__gte=least))

    def in_or_without(self, country: Country | None) -> Self:
        """Those of a country, and those of none: a source often leaves it out."""
        return self.filter(Q(country=country) | Q(country=None)) if country else self


def _likeness(folded: Any, field: str) -> TrigramWordSimilarity:
    """How much of the folded text is in a field, by its trigrams."""
    return TrigramWordSimilarity(folded, Fold(field))


def _best_other_name(folded: Fold) -> QuerySet[Any]:
    """How much the closest other name of the institution in question is like what was typed."""
    names = InstitutionName.objects.filter(institution=OuterRef("pk"))
    return names.annotate(likeness=_likeness(folded, "name")).order_by("-likeness").values("likeness")[:1]


class Institution(TimestampedModel):
    """A body that takes part in partnerships, as demand, supply, broker or funder."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("Ministry")
        AGENCY = "agency", _("Agency")
        SUPREME_AUDIT_INSTITUTION = "supreme_audit_institution", _("Supreme audit institution")
        STATISTICS_OFFICE = "statistics_office", _("Statistics office")
        REVENUE_AUTHORITY = "revenue_authority", _("Revenue authority")
        PARLIAMENT = "parliament", _("Parliament")
        COURT = "court", _("Court")
        POLICE = "police", _("Police")
        SUBNATIONAL_GOVERNMENT = "subnational_government", _("Subnational government")
        DONOR = "donor", _("Donor")
        MULTILATERAL = "multilateral", _("Multilateral organisation")
        NETWORK = "network", _("Network")
        CIVIL_SOCIETY = "civil_society", _("Civil society")
        ACADEMIA = "academia", _("Academia")
        OTHER = "other", _("Other")
        UNKNOWN = "unknown", _("Not known")

    class Branch(models.TextChoices):
        EXECUTIVE = "executive", _("Executive")
        LEGISLATIVE = "legislative", _("Legislative")
        JUDICIAL = "judicial", _("Judicial")
        INDEPENDENT = "independent", _("Independent oversight")

    class Level(models.TextChoices):
        NATIONAL = "national", _("National")
        SUBNATIONAL = "subnational", _("Subnational")
        REGIONAL = "regional", _("Regional")
        INTERNATIONAL = "international", _("International")

    name = models.CharField(_("name"), max_length=250, validators=[validate_has_letters])
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="institutions",
        null=True,
        blank=True,
        verbose_name=_("country"),
        help_text=_("Empty for an international or regional body."),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind, default=Kind.UNKNOWN)
    branch = models.CharField(_("branch of government"), max_length=20, choices=Branch, blank=True)
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True)
    parent = models.ForeignKey(
        "self", models.SET_NULL, related_name="children", null=True, blank=True, verbose_name=_("belongs to")
    )
    languages = ArrayField(
        models.CharField(max_length=8), default=list, blank=True, verbose_name=_("working languages")
    )
    sectors = models.ManyToManyField(Sector, related_name="institutions", blank=True, verbose_name=_("sectors"))
    staff = models.PositiveIntegerField(_("number of staff"), null=True, blank=True)
    staff_source = models.CharField(
        _("source of that number, with its year"),
        max_length=200,
        blank=True,
        help_text=_("Such as: annual report 2025."),
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    org_identifier = models.CharField(_("IATI organisation identifier"), max_length=100, blank=True)
    ror_id = models.CharField(_("ROR identifier"), max_length=40, blank=True)
    is_resource_centre = models.BooleanField(
        _("resource centre"), default=False, help_text=_("Has shown that it can share its experience with peers.")
    )
    description = models.TextField(_("description"), max_length=5000, blank=True)
    last_confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)
    search = SearchVectorField(null=True, editable=False)
    is_demo = models.BooleanField(_("demonstration record"), default=False)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        constraints = [
            models.UniqueConstraint(
                Fold("name"),
                F("country"),
                name="institution_name_unique_in_country",
                nulls_distinct=False,
                violation_error_message=_("There is an institution of this name in this country already."),
            ),
            models.CheckConstraint(
                condition=Q(staff=None) | ~Q(staff_source=""),
                name="institution_staff_has_source",
                violation_error_message=_("Say where the number of staff comes from, with its year."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="institution_is_not_its_own_parent",
                violation_error_message=_("An institution cannot belong to itself."),
            ),
        ]
        indexes = [
            GinIndex(OpClass(Fold("name"), name="gin_trgm_ops"), name="institution_name_trigrams"),
            models.Index(Fold("name"), "id", name="institution_by_name"),
            models.Index(fields=["country", "kind"], name="institution_by_country"),
            GinIndex(fields=["search"], name="institution_search"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("community:institution", args=[self.slug])

    @property
    def has_focal_point(self) -> bool:
        return self.memberships.active().focal_points().exists()


class InstitutionNameQuerySet(models.QuerySet["InstitutionName"]):
    def spelled(self, name: str) -> Self:
        return self.alias(folded=Fold("name")).filter(folded=Fold(Value(name)))


class InstitutionName(models.Model):
    """Another name or spelling by which an institution is found."""

    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="other_names", verbose_name=_("institution")
    )
    name = models.CharField(_("name"), max_length=250, validators=[validate_has_letters])

    objects = InstitutionNameQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                Fold("name"),
                F("institution"),
                name="institution_other_name_once",
                violation_error_message=_("This institution has that name already."),
            )
        ]
        indexes = [GinIndex(OpClass(Fold("name"), name="gin_trgm_ops"), name="institution_other_name_trgm")]

    def __str__(self) -> str:
        return self.name


class InstitutionFormerSlug(FormerSlug):
    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="former_slugs", verbose_name=_("institution")
    )

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
