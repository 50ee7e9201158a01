"""The people of the community; they log in with their e-mail address."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from core.models import TimestampedModel
from core.validators import validate_has_letters


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def editors(self) -> Self:
        return self.active().filter(role__in=User.SECRETARIAT_ROLES)

    def administrators(self) -> Self:
        return self.active().filter(role=User.Role.ADMINISTRATOR)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, role=User.Role.ADMINISTRATOR, **fields)


class User(AbstractBaseUser):
    """A person with an account. What they may do follows from their role and their memberships.

    There are no groups and no permission rows: the admin is open to administrators, whole.
    """

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        EDITOR = "editor", _("Secretariat editor")
        ADMINISTRATOR = "administrator", _("Administrator")

    SECRETARIAT_ROLES = (Role.EDITOR, Role.ADMINISTRATOR)

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True, validators=[validate_has_letters])
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Switch off instead of deleting: the person can no longer log in.")
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["email"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("There is a person with this address already."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def display_name(self) -> str:
        """What others read: the name; never the address."""
        return self.name or str(_("A member"))

    @property
    def is_administrator(self) -> bool:
        return self.is_active and self.role == self.Role.ADMINISTRATOR

    @property
    def is_editor(self) -> bool:
        """One of the secretariat, which curates."""
        return self.is_active and self.role == self.Role.EDITOR

    @property
    def is_staff(self) -> bool:
        return self.is_administrator

    @property
    def is_superuser(self) -> bool:
        return self.is_administrator

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_administrator

    def has_perms(self, perm_list: Any, obj: object = None) -> bool:
        return self.is_administrator

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_administrator

    @cached_property
    def institution_ids(self) -> frozenset[int]:
        """Where this person is an active, verified member."""
        return frozenset(self._roles_by_institution)

    @cached_property
    def focal_institution_ids(self) -> frozenset[int]:
        focal_point = self.memberships.model.Role.FOCAL_POINT
        return frozenset(pk for pk, role in self._roles_by_institution.items() if role == focal_point)

    @cached_property
    def _roles_by_institution(self) -> dict[int, str]:
        """Of the active memberships, of which there is one at most at an institution; read once in a request."""
        return dict(self.memberships.active().values_list("institution_id", "role"))

    @property
    def is_verified_member(self) -> bool:
        return self.is_active and (self.role in self.SECRETARIAT_ROLES or bool(self.institution_ids))


class Profile(TimestampedModel):
    """What a person tells the community about themselves, field by field."""

    class Shown(models.TextChoices):
        PUBLIC = "public", _("Everyone")
        COMMUNITY = "community", _("Verified members")
        HIDDEN = "hidden", _("Nobody else")

    SHOWN_FIELDS = ("name", "job_title", "expertise", "languages", "institutions")

    user = models.OneToOneField(User, models.CASCADE, related_name="profile", verbose_name=_("person"))
    job_title = models.CharField(_("job title"), max_length=150, blank=True)
    expertise = TaggableManager(_("expertise"), blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True, verbose_name=_("languages"))
    time_zone = models.CharField(_("time zone"), max_length=50, default="UTC")
    locale = models.CharField(_("language of mail"), max_length=5, choices=settings.LANGUAGES, default="en")
    name_shown_to = models.CharField(_("name shown to"), max_length=10, choices=Shown, default=Shown.COMMUNITY)
    job_title_shown_to = models.CharField(
        _("job title shown to"), max_length=10, choices=Shown, default=Shown.COMMUNITY
    )
    expertise_shown_to = models.CharField(
        _("expertise shown to"), max_length=10, choices=Shown, default=Shown.COMMUNITY
    )
    languages_shown_to = models.CharField(
        _("languages shown to"), max_length=10, choices=Shown, default=Shown.COMMUNITY
    )
    institutions_shown_to = models.CharField(
        _("institutions shown to"), max_length=10, choices=Shown, default=Shown.COMMUNITY
    )

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        return reverse("community:person", args=[self.user_id])

    def shows(self, field: str, user: Any) -> bool:
        """Whether this person lets that reader see a field."""
        if user.is_authenticated and user.pk == self.user_id:
            return True
        choice = getattr(self, f"{field}_shown_to")
        if choice == self.Shown.PUBLIC:
            return True
        return choice == self.Shown.COMMUNITY and user.is_authenticated and user.is_verified_member

    def shown_to(self, user: Any) -> dict[str, bool]:
        """For each field, whether that reader sees it."""
        return {field: self.shows(field, user) for field in self.SHOWN_FIELDS}
