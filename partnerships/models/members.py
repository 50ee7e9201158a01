"""Who takes part in a partnership, and on which side."""

from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from community.models import Country, Institution
from partnerships.models.choices import Side
from partnerships.models.partnership import Partnership


class MemberQuerySet(models.QuerySet["PartnershipMember"]):
    def principals(self) -> Self:
        """Those who ask, offer, or do both in an alliance."""
        return self.filter(side__in=PartnershipMember.PRINCIPAL_SIDES)

    def of_institutions(self, ids: Any) -> Self:
        return self.filter(institution__in=ids)

    def partnerships_of(self, institutions: Any, among: models.QuerySet[Partnership]) -> dict[int, int]:
        """How many of these partnerships each institution takes part in, in one query."""
        members = self.filter(institution__in=institutions, partnership__in=among.values("pk")).order_by()
        counted = members.values("institution").annotate(count=Count("partnership", distinct=True))
        return dict(counted.values_list("institution", "count"))

    def for_page(self) -> Self:
        """What the page of a partnership prints of its members; the rest of three wide tables stays there."""
        names = ("name_en", "name_fr", "name_es", "name_ar")
        return self.order_by("pk").only(
            *("partnership", "side", "stated_name", "brings", "learns", "left_on", "country", "institution"),
            *("institution__name", "institution__slug", "institution__country"),
            *(f"country__{name}" for name in names),
            *(f"institution__country__{name}" for name in names),
        )


class MemberManager(models.Manager.from_queryset(MemberQuerySet)):  # type: ignore[misc]
    """A member is never shown without its institution and country, so they come with it."""

    def get_queryset(self) -> MemberQuerySet:
        members: MemberQuerySet = super().get_queryset()
        return members.select_related("institution", "country", "institution__country")


class PartnershipMember(models.Model):
    """An institution (or, where a source names no more, a country) on one side of a partnership."""

    Side = Side
    PRINCIPAL_SIDES = (Side.DEMAND, Side.SUPPLY, Side.PEER)

    class IATIRole(models.TextChoices):
        """IATI OrganisationRole code list."""

        FUNDING = "1", _("Funding")
        ACCOUNTABLE = "2", _("Accountable")
        EXTENDING = "3", _("Extending")
        IMPLEMENTING = "4", _("Implementing")

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="members", verbose_name=_("partnership"))
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        related_name="partnership_members",
        null=True,
        blank=True,
        verbose_name=_("institution"),
        help_text=_("Empty where the source names only a country."),
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        related_name="partnership_members",
        null=True,
        blank=True,
        verbose_name=_("country"),
        help_text=_("If empty, the country of the institution."),
    )
    stated_name = models.CharField(_("name as the source has it"), max_length=400, blank=True)
    side = models.CharField(_("side"), max_length=12, choices=Side)
    iati_role = models.CharField(_("IATI role"), max_length=1, choices=IATIRole, blank=True)
    brings = models.TextField(_("what it brings"), max_length=2000, blank=True)
    learns = models.TextField(_("what it learns"), max_length=2000, blank=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects = MemberManager()

    class Meta:
        ordering = ["partnership", "pk"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            ExclusionConstraint(
                name="member_not_on_both_sides",
                expressions=[
                    ("partnership", RangeOperators.EQUAL),
                    ("institution", RangeOperators.EQUAL),
                    ("side", RangeOperators.NOT_EQUAL),
                ],
                condition=Q(side__in=["demand", "supply"]),
                violation_error_message=_("The same institution cannot both ask and offer."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "institution", "side"],
                condition=Q(institution__isnull=False),
                name="member_once_a_side",
                violation_error_message=_("This institution is on that side already."),
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=False) | Q(country__isnull=False) | ~Q(stated_name=""),
                name="member_is_named",
                violation_error_message=_("Name the institution, or at least its country."),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(joined_on=None) | Q(left_on__gte=models.F("joined_on")),
                name="member_left_after_joining",
                violation_error_message=_("A member cannot leave before it joined."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        if self.institution:
            return self.institution.name
        return self.stated_name or str(self.country)

    @property
    def place(self) -> Country | None:
        """The country it stands for."""
        return self.country or (self.institution.country if self.institution else None)


class DonorReference(models.Model):
    """The number under which a donor files this partnership in its own system."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="donor_references", verbose_name=_("partnership")
    )
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("donor"))
    number = models.CharField(_("own reference number"), max_length=100)

    class Meta:
        ordering = ["partnership", "institution"]
        verbose_name = _("donor's reference")
        verbose_name_plural = _("donors' references")
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "institution"],
                name="donor_reference_once",
                violation_error_message=_("This donor has a reference number here already."),
            )
        ]
        indexes = [models.Index(fields=["institution", "number"], name="donor_reference_lookup")]

    def __str__(self) -> str:
        return f"{self.institution}: {self.number}"
