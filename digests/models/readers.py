"""What readers chose: how often a digest comes, and the searches they keep."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Min, Q
from django.db.models.functions import Coalesce, Least
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.models import TimestampedModel
from core.registry import kept_list
from digests.models.choices import Notice, Rhythm

LOOKS_BACK = timedelta(days=7)  # the first digest of a reader tells of the week before they began to follow


class DigestChoiceQuerySet(models.QuerySet["DigestChoice"]):
    def enrol(self) -> int:
        """A weekly digest for everyone who follows something or keeps a search, and has not chosen; how many are new."""
        began = Least(Min("follows__created_at"), Min("saved_searches__created_at"))
        people = User.objects.active().filter(digest_choice=None)
        people = people.filter(Q(follows__isnull=False) | Q(saved_searches__isnull=False))
        rows = people.annotate(began=Coalesce(began, timezone.now())).values_list("pk", "began")
        new: list[Any] = [DigestChoice(user_id=pk, told_until=at - LOOKS_BACK) for pk, at in rows]
        self.bulk_create(new, batch_size=2_000, ignore_conflicts=True)
        return len(new)

    def waiting_for(self, rhythm: str, until: datetime) -> Self:
        """Readers of this rhythm who have not been told of everything before that moment."""
        return self.filter(rhythm=rhythm, told_until__lt=until, user__is_active=True)


class DigestChoice(TimestampedModel):
    """How often a person gets a digest, in which language, and until when they have been told what was new.

    That somebody wants none is a choice about mail (`mail.MailPreference`), so that the link in the letter and
    the page say the same. Who follows nothing and chose nothing has no row, and gets none.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="digest_choice", verbose_name=_("person"))
    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm, default=Rhythm.WEEKLY)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, blank=True, help_text=_("Empty: that of all mail.")
    )
    told_until = models.DateTimeField(_("told until"), default=timezone.now, editable=False)

    objects = DigestChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["user"]
        verbose_name = _("choice about the digest")
        verbose_name_plural = _("choices about the digest")
        indexes = [models.Index(fields=["rhythm", "told_until"], name="digest_choice_waiting")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.get_rhythm_display()}"


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def told_at_once(self) -> Self:
        return self.filter(notice=Notice.AT_ONCE, user__is_active=True)

    def in_digests(self) -> Self:
        return self.filter(notice=Notice.DIGEST)


class SavedSearch(TimestampedModel):
    """A search of one list, kept by its address; `told_until` is for those who want to hear at once."""

    Notice = Notice

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_searches", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=120)
    listing = models.CharField(_("list"), max_length=30)
    query = models.CharField(_("what is sought"), max_length=1500, blank=True)
    notice = models.CharField(_("news of it"), max_length=8, choices=Notice, default=Notice.DIGEST)
    told_until = models.DateTimeField(_("told until"), default=timezone.now, editable=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.UniqueConstraint(fields=["user", "listing", "query"], name="saved_search_once"),
        ]
        indexes = [
            models.Index(fields=["told_until"], condition=Q(notice="at_once"), name="saved_search_at_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def pairs(self) -> list[tuple[str, str]]:
        asked = QueryDict(self.query)
        return [(name, value) for name, values in asked.lists() for value in values]

    def get_absolute_url(self) -> str:
        """The list as it is sought; the person's own page where the list is gone."""
        kept = kept_list(self.listing)
        if kept is None:
            return reverse("digests:mine")
        return f"{reverse(kept.url_name)}?{self.query}"
