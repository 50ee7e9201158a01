"""What each side said of a record, and of which wording of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from core.models import Visibility
from partnerships.models.choices import Side
from partnerships.models.links import SideLink
from partnerships.models.partnership import Partnership


class Confirmation(models.Model):
    """A side confirms a record, and agrees that it be shown; bound to the wording it read.

    Append-only. `revision` is the hash of what was confirmed (`partnerships.revisions`).
    """

    class Decision(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        OBJECTED = "objected", _("Objected")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("In the portal")
        LINK = "link", _("By signed link")

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="confirmations", verbose_name=_("partnership")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="confirmations", verbose_name=_("institution")
    )
    side = models.CharField(_("side"), max_length=12, choices=Side)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    agreed_visibility = models.CharField(
        _("may be shown to"), max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    revision = models.CharField(_("wording confirmed"), max_length=64)
    channel = models.CharField(_("how"), max_length=10, choices=Channel, default=Channel.PORTAL)
    by = models.ForeignKey(User, models.DO_NOTHING, related_name="+", null=True, blank=True, verbose_name=_("by"))
    by_name = models.CharField(_("name at the time"), max_length=200, blank=True)
    by_title = models.CharField(_("job title at the time"), max_length=150, blank=True)
    link = models.ForeignKey(
        SideLink, models.DO_NOTHING, related_name="+", null=True, blank=True, verbose_name=_("signed link")
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(_("decided at"), auto_now_add=True)

    class Meta:
        ordering = ["-decided_at", "-pk"]
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        indexes = [models.Index(fields=["partnership", "revision"], name="confirmation_by_wording")]

    def __str__(self) -> str:
        return f"{self.institution} · {self.get_decision_display()}"

    @property
    def signature(self) -> str:
        """`Ama Mensah, Chief Statistician`; the name alone where no office was told."""
        return f"{self.by_name}, {self.by_title}" if self.by_title else self.by_name

    @property
    def person(self) -> str:
        """Who said it, so that two words of one person count once: their address, on whatever way it came."""
        if self.link:
            return self.link.address.lower()
        return self.by.email.lower() if self.by else ""
