"""Files and addresses that belong to a partnership."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.visible_parts import PartOfPartnership


class Document(PartOfPartnership):
    """A file kept here or a page elsewhere; `sha256` lets a restored copy be checked."""

    class Category(models.TextChoices):
        """Codes of the IATI DocumentCategory list."""

        AGREEMENT = "A09", _("Agreement")
        REVIEW = "A07", _("Review or evaluation")
        RESULTS = "A08", _("Results")
        GUIDE = "A02", _("Objectives or guide")
        PAGE = "A12", _("Web page")

    title = models.CharField(_("title"), max_length=250)
    category = models.CharField(_("category"), max_length=3, choices=Category, default=Category.PAGE)
    file = models.FileField(_("file"), upload_to="documents/%Y/%m", max_length=300, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(file="", url__gt="") | Q(file__gt="", url=""),
                name="document_is_file_or_address",
                violation_error_message=_("Give a file or an address, not both."),
            )
        ]

    def __str__(self) -> str:
        return self.title
