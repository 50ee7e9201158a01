"""What an event asks, and what was said."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimestampedModel
from events.models.choices import QuestionStatus
from events.models.event import LearningEvent


class DiscussionQuestion(TimestampedModel):
    """A question of an event. What stays open is carried over to the event that follows."""

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="questions", verbose_name=_("event"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    text = models.CharField(_("question"), max_length=500)
    is_key = models.BooleanField(_("key question"), default=True)
    status = models.CharField(_("where it stands"), max_length=10, choices=QuestionStatus, default=QuestionStatus.OPEN)
    said = models.TextField(_("what was said"), max_length=5000, blank=True)
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, related_name="carried_to", null=True, blank=True, verbose_name=_("carried over from")
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("question of an event")
        verbose_name_plural = _("questions of events")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "carried_from"],
                name="question_carried_over_once",
                violation_error_message=_("This question was carried over already."),
            )
        ]

    def __str__(self) -> str:
        return self.text
