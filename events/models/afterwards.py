"""What stays of an event: what people thought of it, and what they took away."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models import Sector
from core.models import TimestampedModel
from events.models.choices import Stance
from events.models.event import LearningEvent
from events.models.questions import DiscussionQuestion
from events.models.registrations import Registration
from partnerships.models import Partnership


class Feedback(TimestampedModel):
    """What one participant thought; the hosts read it without the name."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="feedback", verbose_name=_("registration")
    )
    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="feedback", verbose_name=_("event"))
    usefulness = models.PositiveSmallIntegerField(_("how useful it was for your work, from 1 to 5"))
    will_use = models.TextField(_("what you will try or change"), max_length=2000, blank=True)
    was_hard = models.TextField(_("what did not work"), max_length=2000, blank=True)
    next_topic = models.TextField(_("what the next event should ask"), max_length=2000, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.CheckConstraint(
                condition=Q(usefulness__gte=1, usefulness__lte=5),
                name="feedback_usefulness_in_bounds",
                violation_error_message=_("Choose a number from 1 to 5."),
            )
        ]

    def __str__(self) -> str:
        return str(self.usefulness)


class Takeaway(TimestampedModel):
    """A numbered conclusion, and whether participants agreed, asked or observed it."""

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="takeaways", verbose_name=_("event"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("in one line"), max_length=300)
    text = models.TextField(_("text"), max_length=10_000, blank=True)
    stance = models.CharField(_("stance"), max_length=10, choices=Stance, default=Stance.OBSERVED)
    questions = models.ManyToManyField(
        DiscussionQuestion, related_name="takeaways", blank=True, verbose_name=_("questions")
    )
    partnerships = models.ManyToManyField(
        Partnership, related_name="takeaways", blank=True, verbose_name=_("partnerships")
    )
    sectors = models.ManyToManyField(Sector, related_name="takeaways", blank=True, verbose_name=_("sectors"))

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("takeaway")
        verbose_name_plural = _("takeaways")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number"], name="takeaway_number_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="takeaway_number_from_one"),
        ]

    def __str__(self) -> str:
        return self.title
