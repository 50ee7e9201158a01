"""The words of digests."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


class EditionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PREVIEWED = "previewed", _("Looked at")
    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Sent")


class Notice(models.TextChoices):
    """How a reader hears of what a saved search finds anew."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("In my digest")
    NONE = "none", _("Not at all")
