"""Advice that was kept: what was asked and advised, and later what was done and what came of it."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advice.models.choices import CameOfIt, Support
from community.models import Institution, User
from core.models import TimestampedModel
from matching.models import Need
from partnerships.models import Partnership


class AdviceQuerySet(models.QuerySet["ModalityAdvice"]):
    def visible_to(self, user: Any) -> Self:
        """Whoever is at the institution, and the secretariat."""
        if not user.is_authenticated or not user.is_verified_member:
            return self.none()
        if user.role in User.SECRETARIAT_ROLES:
            return self.all()
        return self.filter(institution__in=user.institution_ids)

    def told(self) -> Self:
        """Those of which the institution has said what was done."""
        return self.exclude(chosen="")


class ModalityAdvice(TimestampedModel):
    """`answers` maps a question to its answer, `forms` lists what a mix is of; both as of rule table `rules`.

    `peers_found` is what the finder counted then: {"offers": n, "others": n}, empty where no problem was told.
    `chosen` stays empty until the institution says what it did.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    created_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("asked by")
    )
    problem = models.TextField(_("what is to change"), max_length=600, blank=True)
    sector = models.CharField(_("sector"), max_length=5, blank=True)
    answers = models.JSONField(_("answers"), default=dict)
    peers_found = models.JSONField(_("peers found"), default=dict, blank=True)
    advised = models.CharField(_("advice"), max_length=12, choices=Support)
    forms = models.JSONField(_("forms of support advised"), default=list)
    rules = models.PositiveSmallIntegerField(_("version of the rules"))
    need = models.ForeignKey(Need, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("need"))
    chosen = models.CharField(_("what was done"), max_length=12, choices=Support, blank=True)
    came_of_it = models.CharField(_("what came of it"), max_length=8, choices=CameOfIt, blank=True)
    came_note = models.TextField(_("in their words"), max_length=3000, blank=True)
    partnership = models.ForeignKey(
        Partnership, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("partnership")
    )
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    creation_key = models.UUIDField(_("key of the form it was entered with"), unique=True, null=True, editable=False)
    is_demo = models.BooleanField(_("demonstration record"), default=False)

    objects: ClassVar[Any] = AdviceQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("advice")
        verbose_name_plural = _("advice")
        constraints = [
            models.CheckConstraint(condition=Q(chosen="") | Q(told_at__isnull=False), name="advice_done_is_dated"),
            models.CheckConstraint(condition=Q(came_of_it="") | ~Q(chosen=""), name="advice_result_of_something"),
        ]
        indexes = [
            models.Index(fields=["institution", "-asked_at"], name="advice_of_institution"),
            models.Index(fields=["asked_at"], condition=Q(chosen=""), name="advice_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.institution}: {self.get_advised_display()}"

    def get_absolute_url(self) -> str:
        return reverse("advice:kept", args=[self.pk])

    @property
    def was_followed(self) -> bool | None:
        """Whether what was done is among what was advised; None until somebody has said."""
        if not self.chosen:
            return None
        if Support.MIX in (self.chosen, self.advised):
            return self.chosen == self.advised or self.chosen in self.forms
        return self.chosen == self.advised
