"""Tokens by which the programs of a person read the API."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.people import User
from core.models import TimestampedModel

PREFIX = "p2p_"  # by which scanners of leaked secrets, and people, tell what it is
SHOWN = len(PREFIX) + 6  # of its letters that stay readable, to tell tokens apart
USED_AGAIN_AFTER = timedelta(minutes=1)


def digest_of(secret: str) -> str:
    """What is kept of a token. It is long and random, so a plain hash cannot be guessed backwards."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, user: Any) -> Self:
        """One's own; administrators look after all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.is_administrator else self.filter(user=user)

    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def not_revoked(self) -> Self:
        return self.filter(revoked_at=None)

    def issue(self, **fields: Any) -> tuple["ApiToken", str]:
        """A new token and its secret, which nobody can read again."""
        secret = PREFIX + secrets.token_urlsafe(32)
        return self.create(digest=digest_of(secret), beginning=secret[:SHOWN], **fields), secret

    def of_secret(self, secret: str) -> "ApiToken | None":
        """With its owner; whatever state it is in."""
        return self.select_related("user").filter(digest=digest_of(secret)).first()


class ApiToken(TimestampedModel):
    """A right to read the API as somebody, no more than the scopes say, until it ends or is withdrawn."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=80)
    beginning = models.CharField(_("begins with"), max_length=16, editable=False)
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=30), verbose_name=_("may read"))
    expires_at = models.DateTimeField(_("ends at"))
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(
                condition=~Q(scopes=[]),
                name="api_token_reads_something",
                violation_error_message=_("Choose what the token may read."),
            ),
            # Also what makes a form that is sent twice give one token.
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=Q(revoked_at=None),
                name="api_token_named_once",
                violation_error_message=_("You have a token of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"

    @property
    def has_ended(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and not self.has_ended

    def note_use(self) -> None:
        """When it was last used, to the minute: a program that asks a hundred times writes once."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at >= USED_AGAIN_AFTER:
            ApiToken.objects.filter(pk=self.pk).update(last_used_at=now)
