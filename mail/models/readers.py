"""What readers chose about the notices they get."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimestampedModel


class MailPreferenceQuerySet(models.QuerySet["MailPreference"]):
    def choices_of(self, addresses: Iterable[str]) -> dict[tuple[str, str], str]:
        """What was chosen, by address and kind; who chose nothing gets all at once."""
        rows = self.filter(address__in=list(addresses)).values_list("address", "kind", "choice")
        return {(address, kind): choice for address, kind, choice in rows}


class MailPreference(TimestampedModel):
    """How one address wants to get one kind of notice; see `core.registry.MailKind`."""

    class Choice(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        DIGEST = "digest", _("In the weekly digest")
        NEVER = "never", _("Never")

    address = models.EmailField(_("address"), max_length=254)
    kind = models.CharField(_("kind"), max_length=60)
    choice = models.CharField(_("choice"), max_length=10, choices=Choice)

    objects = MailPreferenceQuerySet.as_manager()

    class Meta:
        ordering = ["address", "kind"]
        verbose_name = _("choice of a reader")
        verbose_name_plural = _("choices of readers")
        constraints = [models.UniqueConstraint(fields=["address", "kind"], name="mailpreference_once")]

    def __str__(self) -> str:
        return f"{self.address}: {self.kind}"
