"""Names that come in the portal's four languages."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class NamedInFourLanguages(models.Model):
    """A name in each language; English stands in where one is missing."""

    name_en = models.CharField(_("name in English"), max_length=250)
    name_fr = models.CharField(_("name in French"), max_length=250, blank=True)
    name_es = models.CharField(_("name in Spanish"), max_length=250, blank=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=250, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @classmethod
    def name_of(cls, relation: str) -> Coalesce:
        """For queries: the name, in the reader's language, of what a relation leads to."""
        language = (get_language() or "en")[:2]
        own = f"{relation}__name_{language}" if language in ("fr", "es", "ar") else f"{relation}__name_en"
        return Coalesce(NullIf(own, Value("")), f"{relation}__name_en")

    @property
    def name(self) -> str:
        language = (get_language() or "en")[:2]
        return getattr(self, f"name_{language}", "") or self.name_en
