"""What people follow: a record, or a whole kind of records, of which they want to hear what is new."""

from collections import defaultdict
from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models.people import User
from core.models import TimestampedModel


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def keys_of(self, users: Any) -> dict[int, set[tuple[int, str]]]:
        """For each of these people, the pairs of content type and key of what they follow; in one query."""
        found: dict[int, set[tuple[int, str]]] = defaultdict(set)
        rows = self.filter(user__in=users).values_list("user_id", "content_type_id", "object_id")
        for user, content_type, key in rows:
            found[user].add((content_type, key))
        return found


class Follow(TimestampedModel):
    """A person follows something. Without a key it is all of that kind: every story, say.

    Keys are text, because countries and sectors have codes. The records of a kind that may be followed, and who
    may see them, are registered in `core.registry`; what is gone or hidden is passed over where follows are read.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="follows", verbose_name=_("person"))
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("kind"))
    object_id = models.CharField(_("key"), max_length=60, blank=True)
    target = GenericForeignKey("content_type", "object_id")

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints = [
            # Also what a page asks about its reader, and a digest about its readers.
            models.UniqueConstraint(fields=["user", "content_type", "object_id"], name="follow_once"),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="follow_target")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.content_type_id} {self.object_id}"
