"""The people who answer for a partnership on each side, with or without an account."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from core.models import TimestampedModel, Visibility
from core.validators import validate_has_letters
from partnerships.models.members import PartnershipMember
from partnerships.models.partnership import Partnership


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: Any) -> Self:
        """All of them for the parties; for other members those who agreed to be shown, on records they see."""
        if not user.is_authenticated or not user.is_verified_member:
            return self.none()
        of_visible = self.filter(partnership__in=Partnership.objects.visible_to(user).values("pk"))
        own = PartnershipMember.objects.of_institutions(user.institution_ids).values("partnership")
        own_draft = Q(partnership__visibility=Visibility.PRIVATE, partnership__created_by=user)
        return of_visible.filter(Q(consent=Contact.Consent.COMMUNITY) | Q(partnership__in=own) | own_draft)


class Contact(TimestampedModel):
    """A person whom one side names. The address is for the portal's mail; no page shows it to others."""

    class Role(models.TextChoices):
        PROJECT_LEADER = "project_leader", _("Project leader")
        RTA = "rta", _("Resident twinning adviser")
        SHORT_TERM_EXPERT = "short_term_expert", _("Short-term expert")
        OFFICER = "officer", _("Officer in charge")
        OTHER = "other", _("Other")

    class Consent(models.TextChoices):
        NONE = "none", _("Only the parties")
        COMMUNITY = "community", _("Verified members")

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="contacts", verbose_name=_("partnership"))
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    name = models.CharField(_("name"), max_length=150, validators=[validate_has_letters])
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.OFFICER)
    job_title = models.CharField(_("job title"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(_("language of mail"), max_length=5, choices=settings.LANGUAGES, default="en")
    consent = models.CharField(
        _("who may see the name"),
        max_length=10,
        choices=Consent,
        default=Consent.NONE,
        help_text=_("Ask the person first. The address is shown to nobody."),
    )
    added_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("added by")
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(
                "partnership",
                "institution",
                Lower("email"),
                name="contact_once",
                violation_error_message=_("This person is a contact of that institution here already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
