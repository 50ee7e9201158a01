"""Small groups, who is in them, and what they noted."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.models import TimestampedModel
from events.models.agenda import AgendaItem
from events.models.choices import SEATED
from events.models.event import LearningEvent
from events.models.questions import DiscussionQuestion
from events.models.registrations import Registration

LONGEST_NOTES = 50_000


class BreakoutGroup(TimestampedModel):
    """A group that talks about a question; its notes are for its event's participants, or the hosts alone."""

    class NotesFor(models.TextChoices):
        PARTICIPANTS = "participants", _("The participants of the event")
        HOSTS = "hosts", _("The hosts alone")

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="breakout_groups", verbose_name=_("event"))
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, related_name="groups", null=True, blank=True, verbose_name=_("agenda item")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    topic = models.CharField(_("topic"), max_length=200)
    question = models.ForeignKey(
        DiscussionQuestion, models.SET_NULL, related_name="groups", null=True, blank=True, verbose_name=_("question")
    )
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True, verbose_name=_("languages"))
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    facilitator = models.ForeignKey(
        Registration, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("facilitator")
    )
    rapporteur = models.ForeignKey(
        Registration, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("rapporteur")
    )
    notes_for = models.CharField(_("notes are read by"), max_length=12, choices=NotesFor, default=NotesFor.PARTICIPANTS)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("breakout group")
        verbose_name_plural = _("breakout groups")

    def __str__(self) -> str:
        return self.topic


class BreakoutPlaceQuerySet(models.QuerySet["BreakoutPlace"]):
    def seated(self) -> Self:
        """Without those who gave their place at the event back."""
        return self.filter(registration__status__in=SEATED)


class BreakoutPlace(models.Model):
    """Who is in which group; what was set by hand stays when the groups are made again."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="breakout_place", verbose_name=_("registration")
    )
    group = models.ForeignKey(BreakoutGroup, models.CASCADE, related_name="members", verbose_name=_("group"))
    by_hand = models.BooleanField(_("set by hand"), default=False)

    objects = BreakoutPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["registration__name", "pk"]
        verbose_name = _("place in a group")
        verbose_name_plural = _("places in groups")

    def __str__(self) -> str:
        return f"{self.registration} · {self.group}"


class BreakoutNoteQuerySet(models.QuerySet["BreakoutNote"]):
    def written(self) -> Self:
        """Without the sheets that nobody has put a word on."""
        return self.exclude(text="")


class BreakoutNote(TimestampedModel):
    """What one writer noted in a group: each writer has a sheet, so that two never overwrite each other.

    `version` is what a page has read; a page that read an older one gets both texts back.
    """

    group = models.ForeignKey(BreakoutGroup, models.CASCADE, related_name="notes", verbose_name=_("group"))
    writer = models.ForeignKey(
        User, models.SET_NULL, related_name="breakout_notes", null=True, blank=True, verbose_name=_("writer")
    )
    writer_name = models.CharField(_("name of the writer"), max_length=150, blank=True)
    text = models.TextField(_("notes"), max_length=LONGEST_NOTES, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = BreakoutNoteQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("notes of a group")
        verbose_name_plural = _("notes of groups")
        constraints = [models.UniqueConstraint(fields=["group", "writer"], name="breakout_note_once_a_writer")]

    def __str__(self) -> str:
        return f"{self.group} · {self.writer_name}"
