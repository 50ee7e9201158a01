"""Countries and the United Nations' subregions (M49)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models.named import NamedInFourLanguages


class Subregion(NamedInFourLanguages):
    """A subregion of the UN M49 standard; filters and facets called region mean these."""

    code = models.CharField(_("M49 code"), max_length=3, primary_key=True)
    region = models.CharField(_("region"), max_length=40)

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("subregion")
        verbose_name_plural = _("subregions")


class CountryQuerySet(models.QuerySet["Country"]):
    def named(self, name: str) -> "CountryQuerySet":
        """Countries by ISO code or by name in any of the four languages, accents and case ignored."""
        return self.filter(
            Q(iso2__iexact=name)
            | Q(iso3__iexact=name)
            | Q(name_en__unaccent__iexact=name)
            | Q(name_fr__unaccent__iexact=name)
            | Q(name_es__unaccent__iexact=name)
            | Q(name_ar__iexact=name)
        )


class Country(NamedInFourLanguages):
    """A country or territory of ISO 3166-1, with the facts that the register needs of it.

    What is not known with its source and year stays empty.
    """

    class Side(models.TextChoices):
        NORTH = "north", _("North")
        SOUTH = "south", _("South")

    class LegalTradition(models.TextChoices):
        """The family that most of a country's law belongs to."""

        CIVIL = "civil", _("Civil law")
        COMMON = "common", _("Common law")
        MUSLIM = "muslim", _("Muslim law")
        CUSTOMARY = "customary", _("Customary law")
        MIXED = "mixed", _("Mixed system")

    iso2 = models.CharField(_("ISO alpha-2 code"), max_length=2, primary_key=True)
    iso3 = models.CharField(_("ISO alpha-3 code"), max_length=3, unique=True)
    m49 = models.CharField(_("M49 code"), max_length=3, blank=True)
    subregion = models.ForeignKey(
        Subregion, models.PROTECT, related_name="countries", null=True, blank=True, verbose_name=_("subregion")
    )
    income = models.CharField(_("income group (World Bank)"), max_length=40, blank=True)
    income_year = models.PositiveSmallIntegerField(_("year of the income group"), null=True, blank=True)
    official_languages = ArrayField(
        models.CharField(max_length=8), default=list, blank=True, verbose_name=_("official languages")
    )
    dac_code = models.CharField(_("DAC code"), max_length=6, blank=True)
    is_ldc = models.BooleanField(_("least developed country"), default=False)
    is_landlocked = models.BooleanField(_("landlocked developing country"), default=False)
    is_small_island_state = models.BooleanField(_("small island developing state"), default=False)
    is_un_member = models.BooleanField(_("member of the United Nations"), default=False)
    dac_member = models.BooleanField(_("member of the DAC"), null=True, blank=True)
    oda_recipient = models.BooleanField(_("recipient of ODA"), null=True, blank=True)
    dac_source = models.CharField(_("source of the two facts above, with its date"), max_length=200, blank=True)
    legal_tradition = models.CharField(_("legal tradition"), max_length=12, choices=LegalTradition, blank=True)
    legal_tradition_source = models.CharField(_("source of the legal tradition"), max_length=200, blank=True)
    side_override = models.CharField(_("side, set by hand"), max_length=5, choices=Side, blank=True)
    side_override_source = models.CharField(_("source of that side"), max_length=200, blank=True)
    side = models.GeneratedField(
        expression=Case(
            When(~Q(side_override=""), then="side_override"),
            When(income="High income", then=Value("north")),
            When(income="", then=Value("")),
            default=Value("south"),
        ),
        output_field=models.CharField(_("side"), max_length=5, choices=Side),
        db_persist=True,
    )

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.CheckConstraint(
                condition=Q(side_override="") | ~Q(side_override_source=""),
                name="country_side_override_has_source",
                violation_error_message=_("Say where the side set by hand comes from."),
            ),
            models.CheckConstraint(
                condition=Q(legal_tradition="") | ~Q(legal_tradition_source=""),
                name="country_legal_tradition_has_source",
                violation_error_message=_("Say where the legal tradition comes from."),
            ),
            models.CheckConstraint(
                condition=Q(dac_member=None, oda_recipient=None) | ~Q(dac_source=""),
                name="country_dac_facts_have_source",
                violation_error_message=_("Say where the DAC facts come from, with the date."),
            ),
        ]

    @property
    def side_name(self) -> str:
        """North, South, or nothing where no income group is known."""
        return str(self.Side(self.side).label) if self.side else ""

    def get_absolute_url(self) -> str:
        return reverse("community:country", args=[self.iso2.lower()])
