"""What an institution is trying to change, and whom it would learn from."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.validators import validate_has_letters
from matching.models.choices import NeedStatus
from matching.models.statements import Statement, StatementQuerySet, found_by, in_order


class NeedQuerySet(StatementQuerySet):
    # Still looking for a peer, or being introduced to one.
    open_states = (NeedStatus.OPEN, NeedStatus.IN_INTRODUCTION)


class Need(Statement):
    """Two answers make one: what are you trying to change (`problem`), and who are you (`institution`)."""

    Status = NeedStatus

    problem = models.TextField(_("what are you trying to change?"), max_length=5000, validators=[validate_has_letters])
    reform = models.TextField(_("the reform it belongs to"), max_length=5000, blank=True)
    expertise_wanted = models.TextField(_("the experience you look for"), max_length=5000, blank=True)
    in_return = models.TextField(
        _("what you could share in return"), max_length=3000, blank=True, help_text=_("Peers learn from each other.")
    )
    include_own_country = models.BooleanField(_("include institutions in my own country"), default=True)
    status = models.CharField(_("state"), max_length=16, choices=NeedStatus, default=NeedStatus.DRAFT)
    search = found_by("problem", "expertise_wanted", "reform")

    objects: ClassVar[Any] = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [in_order("need_dates_in_order")]
        indexes = [
            models.Index(
                F("changed_at").desc(),
                F("id").desc(),
                condition=Q(status__in=["open", "in_introduction"]),
                name="need_open_latest",
            ),
            models.Index(fields=["institution", "status"], name="need_of_institution"),
            GinIndex(fields=["search"], name="need_search"),
        ]

    def __str__(self) -> str:
        return str(Truncator(" ".join(self.problem.split())).chars(80))

    def get_absolute_url(self) -> str:
        return reverse("matching:need", args=[self.pk])
