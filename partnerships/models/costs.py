"""What a partnership costs each side, staff days and brokering time included."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.models import Institution
from partnerships.models.visible_parts import PartOfPartnership

CURRENCY = RegexValidator(r"^[A-Z]{3}$", _("Write the three letters of the currency, such as EUR (ISO 4217)."))


class CostLine(PartOfPartnership):
    """One cost that one institution bore. The amount is in `currency`; staff days are counted in `days`."""

    class Kind(models.TextChoices):
        CASH = "cash", _("Cash")
        STAFF_DAYS = "staff_days", _("Staff days")
        IN_KIND = "in_kind", _("In kind")
        BROKERING = "brokering", _("Brokering time")

    payer = models.ForeignKey(
        Institution, models.PROTECT, related_name="cost_lines", null=True, blank=True, verbose_name=_("paid by")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[CURRENCY])
    days = models.DecimalField(
        _("days"), max_digits=8, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    day_rate = models.DecimalField(
        _("rate a day"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    rate_source = models.CharField(_("where the rate comes from"), max_length=250, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ["partnership", "pk"]
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        constraints = [
            models.CheckConstraint(
                condition=(Q(amount=None) | Q(amount__gte=0)) & (Q(days=None) | Q(days__gte=0)),
                name="cost_not_negative",
                violation_error_message=_("A cost cannot be less than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | ~Q(currency=""),
                name="cost_has_currency",
                violation_error_message=_("Say in which currency."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(days__isnull=False),
                name="cost_has_amount_or_days",
                violation_error_message=_("Give an amount or a number of days."),
            ),
            models.CheckConstraint(
                condition=Q(day_rate=None) | ~Q(rate_source=""),
                name="cost_rate_has_source",
                violation_error_message=_("Say where the day rate comes from."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="cost_period_in_order",
                violation_error_message=_("The period cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.amount or self.days} {self.currency}".strip()


class ExchangeRate(models.Model):
    """Units of a currency for one US dollar on a day, with the source of the figure."""

    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY])
    on = models.DateField(_("on"))
    per_usd = models.DecimalField(
        _("units for one US dollar"), max_digits=16, decimal_places=6, validators=[MinValueValidator(0)]
    )
    source = models.CharField(_("source"), max_length=250)

    class Meta:
        ordering = ["currency", "-on"]
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["currency", "on"], name="exchange_rate_once_a_day"),
            models.CheckConstraint(condition=Q(per_usd__gt=0), name="exchange_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.on}: {self.per_usd}"
