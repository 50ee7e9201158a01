"""A signed link by which one side answers without an account."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from core.models import TimestampedModel
from partnerships.models.agreements import Terms
from partnerships.models.choices import Side
from partnerships.models.partnership import Partnership

LIVES_FOR = timedelta(days=60)
NOBODY = "@erased.invalid"  # where the address of a person stood who was erased


def in_sixty_days() -> object:
    return timezone.now() + LIVES_FOR


class MailedLinkQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Those by which an answer can still be given."""
        return self.filter(answered_at=None, replaced_at=None, expires_at__gt=timezone.now())

    def reachable(self) -> Self:
        """Without those of people who were erased: nothing is sent there any more."""
        return self.exclude(address__endswith=NOBODY)


class MailedLink(TimestampedModel):
    """What every signed link has by which somebody without an account answers once: where it went, and how it stands."""

    address = models.EmailField(_("sent to"), max_length=254)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    sent_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("asked by")
    )
    expires_at = models.DateTimeField(_("ends at"), default=in_sixty_days)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("replaced by a newer one at"), null=True, blank=True)

    objects: ClassVar[Any] = MailedLinkQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_reachable(self) -> bool:
        return not self.address.endswith(NOBODY)

    @property
    def has_ended(self) -> bool:
        return self.expires_at <= timezone.now()


class SideLink(MailedLink):
    """One link for one address, to speak for one institution once. The row is what its token stands for.

    It opens one record, or one version of the terms, and nothing else.
    """

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("To confirm, correct or object")
        TERMS = "terms", _("To sign the terms")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CONFIRM)
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="side_links", verbose_name=_("partnership")
    )
    terms = models.ForeignKey(
        Terms, models.CASCADE, related_name="side_links", null=True, blank=True, verbose_name=_("terms")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="side_links", verbose_name=_("institution")
    )
    side = models.CharField(_("side"), max_length=12, choices=Side)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("signed link")
        verbose_name_plural = _("signed links")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="terms", terms__isnull=False) | Q(kind="confirm", terms=None),
                name="side_link_of_terms_names_them",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "institution", "-created_at"], name="side_link_latest")]

    def __str__(self) -> str:
        return f"{self.institution} · {self.get_kind_display()}"
