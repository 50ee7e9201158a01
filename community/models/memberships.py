"""Who belongs to which institution, and who said so."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.institutions import Institution
from community.models.people import User
from core.models import TimestampedModel


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> Self:
        return self.filter(status=Membership.Status.ACTIVE)

    def requested(self) -> Self:
        return self.filter(status=Membership.Status.REQUESTED)

    def focal_points(self) -> Self:
        return self.filter(role=Membership.Role.FOCAL_POINT)

    def decidable_by(self, user: User) -> Self:
        """Requests this person may decide: of the own institutions for a focal point, all for the secretariat."""
        requests = self.requested().exclude(user=user)
        if user.role in User.SECRETARIAT_ROLES:
            return requests
        return requests.filter(institution__in=user.focal_institution_ids)


class Membership(TimestampedModel):
    class Role(models.TextChoices):
        STAFF = "staff", _("Staff")
        FOCAL_POINT = "focal_point", _("Focal point")

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Asked to join")
        ACTIVE = "active", _("Verified")
        DECLINED = "declined", _("Declined")
        ENDED = "ended", _("Ended")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="memberships", verbose_name=_("institution")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.STAFF)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.REQUESTED)
    note = models.CharField(
        _("note to the person who verifies"), max_length=500, blank=True, help_text=_("For example your unit.")
    )
    decided_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "user"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "institution"],
                condition=Q(status__in=["requested", "active"]),
                name="membership_open_once",
                violation_error_message=_("This person belongs to that institution, or has asked to, already."),
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=models.F("user")),
                name="membership_not_decided_by_oneself",
                violation_error_message=_("Nobody verifies themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.institution}"
