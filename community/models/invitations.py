"""Asking somebody in by mail: who answers is verified by whoever asked."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.institutions import Institution
from community.models.memberships import Membership
from community.models.people import User
from core.models import TimestampedModel

VALID_FOR = timedelta(days=30)


def default_end() -> Any:
    return timezone.now() + VALID_FOR


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: Any) -> Self:
        """For a focal point those of home; for the secretariat all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role in User.SECRETARIAT_ROLES:
            return self.all()
        return self.filter(institution__in=user.focal_institution_ids)

    def open(self) -> Self:
        return self.filter(status=Invitation.Status.SENT, expires_at__gt=timezone.now())

    def overdue(self) -> Self:
        """Not answered in time, and not marked so yet."""
        return self.filter(status=Invitation.Status.SENT, expires_at__lte=timezone.now())

    def expire_overdue(self) -> int:
        return self.overdue().update(status=Invitation.Status.EXPIRED, updated_at=timezone.now())

    def of(self, institution: Institution) -> Self:
        return self.filter(institution=institution)

    def withdraw_open(self) -> int:
        return self.open().update(status=Invitation.Status.WITHDRAWN, updated_at=timezone.now())

    def concerning(self, user: User) -> Self:
        """Those this person sent, and those sent to them."""
        return self.filter(Q(invited_by=user) | Q(email=user.email))

    def forget(self, user: User) -> None:
        """Keep no address of a person who is erased; that somebody was let in stays known."""
        to_them = self.filter(email=user.email)
        to_them.exclude(status=Invitation.Status.ACCEPTED).delete()
        to_them.update(email=f"erased-{user.pk}@erased.invalid")

    def for_listing(self) -> Self:
        return self.select_related("invited_by", "institution").order_by("-pk")


class Invitation(TimestampedModel):
    """One address, asked to belong to one institution. The link in the mail is signed, not stored."""

    class Status(models.TextChoices):
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    email = models.EmailField(_("e-mail address"))
    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="invitations", verbose_name=_("institution")
    )
    role = models.CharField(_("role"), max_length=20, choices=Membership.Role, default=Membership.Role.STAFF)
    language = models.CharField(_("language of the mail"), max_length=5, choices=settings.LANGUAGES, default="en")
    next_path = models.CharField(_("leads to"), max_length=300, blank=True)
    invited_by = models.ForeignKey(
        User, models.SET_NULL, related_name="invitations", null=True, verbose_name=_("invited by")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SENT)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    times_sent = models.PositiveSmallIntegerField(_("times sent"), default=1)
    expires_at = models.DateTimeField(_("open until"), default=default_end)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["email", "institution"],
                condition=Q(status="sent"),
                name="invitation_open_once",
                violation_error_message=_("This address has an open invitation of that institution already."),
            ),
            models.CheckConstraint(
                condition=Q(next_path="") | (Q(next_path__startswith="/") & ~Q(next_path__startswith="//")),
                name="invitation_leads_within_the_portal",
                violation_error_message=_("Give the address of a page of this portal."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.institution}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.SENT and self.expires_at > timezone.now()

    @property
    def state(self) -> str:
        """Its status, where an invitation that nobody marked as expired yet counts as such."""
        return self.status if self.is_open or self.status != self.Status.SENT else str(self.Status.EXPIRED)

    @property
    def state_label(self) -> str:
        return str(self.Status(self.state).label)

    @property
    def leads_to(self) -> str:
        return self.next_path or reverse("community:institution", args=[self.institution.slug])
