"""Abstract models that every app builds on; no business words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimestampedModel(models.Model):
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True, editable=False)

    class Meta:
        abstract = True


class Visibility(models.TextChoices):
    """Who may see a record; a child is never more visible than its parent."""

    PUBLIC = "public", _("Public")
    COMMUNITY = "community", _("Community: verified members")
    PARTIES = "parties", _("Parties: members of the institutions concerned")
    PRIVATE = "private", _("Private: the author and the people named")


class FormerSlug(models.Model):
    """A slug that an object bore once: it still leads there and is never given to another."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    retired_at = models.DateTimeField(_("retired at"), auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug
