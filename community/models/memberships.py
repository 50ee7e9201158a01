"""Who belongs to which institution, and who said so."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.institutions import Institution
from community.models.people import Profile, User
from core.models import TimestampedModel


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: Any) -> Self:
        """The own ones; for a focal point those at home; for the secretariat all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role in User.SECRETARIAT_ROLES:
            return self.all()
        return self.filter(Q(user=user) | Q(institution__in=user.focal_institution_ids))

    def active(self) -> Self:
        return self.filter(status=Membership.Status.ACTIVE)

    def open(self) -> Self:
        """Verified, or asked for and not decided."""
        return self.filter(status__in=[Membership.Status.ACTIVE, Membership.Status.REQUESTED])

    def of(self, institution: Institution) -> Self:
        return self.filter(institution=institution)

    def for_listing(self) -> Self:
        """What a list of memberships prints: the person with their profile, and the institution."""
        return (
            self.filter(user__is_active=True)
            .select_related("user__profile", "institution__country", "decided_by")
            .prefetch_related("user__profile__expertise")
            .order_by("role", "user__name", "pk")
        )

    def colleagues_of(self, membership: "Membership", reader: User) -> Self:
        """Verified members of the same institution, by name, as far as the reader may learn who they are."""
        colleagues = self.active().filter(institution=membership.institution_id, user__is_active=True)
        return (
            colleagues.exclude(user=membership.user_id)
            .named_to(reader)
            .select_related("user")
            .order_by("user__name", "pk")
        )

    def named_to(self, reader: User) -> Self:
        """Without those who hide their name or where they belong; who manages members there knows them all."""
        if reader.role in User.SECRETARIAT_ROLES:
            return self
        hidden = Profile.Shown.HIDDEN
        hides = Q(user__profile__name_shown_to=hidden) | Q(user__profile__institutions_shown_to=hidden)
        return self.exclude(hides & ~Q(institution__in=reader.focal_institution_ids))

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

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.ACTIVE, self.Status.REQUESTED)

    @property
    def is_last_focal_point(self) -> bool:
        """Whether the institution has nobody who speaks for it once this membership ends."""
        if self.status != self.Status.ACTIVE or self.role != self.Role.FOCAL_POINT:
            return False
        others = Membership.objects.active().focal_points().of(self.institution).exclude(pk=self.pk)
        return not others.filter(user__is_active=True).exists()
