"""An introduction through a broker: asked for, looked at, sent to both sides, accepted by both or ended with a reason."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from core.models import TimestampedModel
from core.validators import validate_has_letters
from matching.models.choices import AskedThrough, DeclinedBy, DeclineReason, HowItEnded, IntroductionStatus, Side
from matching.models.needs import Need
from matching.models.offers import LIVE, Offer
from partnerships.models import Partnership

ANSWERED_WITHIN = timedelta(days=14)  # the date of answer that a request is given
IN_BROKERS_HANDS = (IntroductionStatus.PROPOSED, IntroductionStatus.BROKER_REVIEW)
OPEN = (*IN_BROKERS_HANDS, *LIVE)


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def visible_to(self, user: Any) -> Self:
        """The side that asked from the start, the other side once it is written to, and brokers."""
        if not user.is_authenticated or not user.is_verified_member:
            return self.none()
        if user.role in User.SECRETARIAT_ROLES:
            return self.all()
        ids = user.institution_ids
        by_demand = (AskedThrough.NEED, AskedThrough.MAIL)
        own = Q(demand_institution__in=ids) & (Q(asked_through__in=by_demand) | Q(sent_at__isnull=False))
        offered = Q(supply_institution__in=ids) & (Q(asked_through=AskedThrough.OFFER) | Q(sent_at__isnull=False))
        brokered = Q(broker_institution__in=ids)
        return self.filter(own | offered | brokered)

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def live(self) -> Self:
        """Those that both sides know of and have not both answered."""
        return self.filter(status__in=LIVE)

    @staticmethod
    def awaiting(institution_ids: Any) -> Q:
        """Live ones to which one of these institutions has not said yes."""
        demand = Q(demand_institution__in=institution_ids, demand_accepted_at=None)
        supply = Q(supply_institution__in=institution_ids, supply_accepted_at=None)
        return Q(status__in=LIVE) & (demand | supply)

    def overdue(self, today: date | None = None) -> Self:
        """Sent to both sides, and the day until which they had to answer is over."""
        return self.live().filter(deadline__lt=today or timezone.localdate())

    def for_listing(self) -> Self:
        return self.select_related(
            "demand_institution__country", "supply_institution__country", "owner", "need", "offer", "partnership"
        )


class Introduction(TimestampedModel):
    """`demand_institution` is empty while who asked by mail is not on the portal: then `demand_name` says who.

    `asked_at` is the moment of the request (for one by mail, of its confirmation), `answered_at` that of the
    first answer that a human wrote; both make the public figure. An acceptance is given by another person than
    who sent the introduction.
    """

    Status = IntroductionStatus

    need = models.ForeignKey(
        Need, models.SET_NULL, related_name="introductions", null=True, blank=True, verbose_name=_("need")
    )
    offer = models.ForeignKey(
        Offer, models.SET_NULL, related_name="introductions", null=True, blank=True, verbose_name=_("offer")
    )
    demand_institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("who asks")
    )
    demand_name = models.CharField(_("who asks, as they wrote it"), max_length=250, blank=True)
    supply_institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("who is asked")
    )
    problem = models.TextField(_("problem"), max_length=5000, validators=[validate_has_letters])
    message = models.TextField(_("message to the peer"), max_length=3000, blank=True)
    language = models.CharField(_("written in"), max_length=8, default="en")
    asked_through = models.CharField(_("how it began"), max_length=8, choices=AskedThrough)
    requested_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("requested by")
    )
    contact_address = models.EmailField(_("address of who asked by mail"), blank=True)
    contact_name = models.CharField(_("name of who asked by mail"), max_length=120, blank=True)
    status = models.CharField(
        _("state"), max_length=16, choices=IntroductionStatus, default=IntroductionStatus.PROPOSED
    )
    owner = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("broker"))
    broker_institution = models.ForeignKey(
        Institution, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("brokering institution")
    )
    next_step = models.CharField(_("next step"), max_length=250, blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    answer_by = models.DateField(_("answer promised by"), null=True, blank=True)
    answered_at = models.DateTimeField(_("first answered at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    sent_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("sent by")
    )
    deadline = models.DateField(_("to be answered by"), null=True, blank=True)
    demand_accepted_at = models.DateTimeField(_("accepted by who asks at"), null=True, blank=True)
    demand_accepted_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("accepted for who asks by")
    )
    supply_accepted_at = models.DateTimeField(_("accepted by who offers at"), null=True, blank=True)
    supply_accepted_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("accepted for who offers by")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    declined_side = models.CharField(_("declined by"), max_length=8, choices=DeclinedBy, blank=True)
    declined_because = models.CharField(_("reason"), max_length=12, choices=DeclineReason, blank=True)
    declined_note = models.CharField(_("in their words"), max_length=1000, blank=True)
    partnership = models.ForeignKey(
        Partnership, models.SET_NULL, related_name="introductions", null=True, blank=True, verbose_name=_("partnership")
    )
    creation_key = models.UUIDField(_("key of the form it was entered with"), unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    is_demo = models.BooleanField(_("demonstration record"), default=False)

    objects: ClassVar[Any] = IntroductionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        constraints = [
            models.CheckConstraint(
                condition=Q(demand_institution=None) | ~Q(demand_institution=F("supply_institution")),
                name="introduction_of_two",
                violation_error_message=_("An institution cannot be introduced to itself."),
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | (~Q(declined_because="") & ~Q(declined_side="")),
                name="introduction_declined_with_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=~Q(status="introduced")
                | Q(demand_accepted_at__isnull=False, supply_accepted_at__isnull=False),
                name="introduction_accepted_by_both",
            ),
            models.UniqueConstraint(
                fields=["demand_institution", "supply_institution", "need"],
                condition=Q(status__in=OPEN, demand_institution__isnull=False),  # by mail several may ask one peer
                nulls_distinct=False,
                name="introduction_once_at_a_time",
                violation_error_message=_("These two are being introduced already."),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "asked_at"], name="introduction_queue"),
            models.Index(fields=["demand_institution", "-asked_at"], name="introduction_of_demand"),
            models.Index(fields=["supply_institution", "-asked_at"], name="introduction_of_supply"),
            models.Index(fields=["asked_at"], name="introduction_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.demand_institution or self.demand_name} → {self.supply_institution}"

    def get_absolute_url(self) -> str:
        return reverse("matching:introduction", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def asking_side(self) -> str:
        return Side.SUPPLY if self.asked_through == AskedThrough.OFFER else Side.DEMAND

    @property
    def who_asks(self) -> str:
        return str(self.demand_institution or self.demand_name)


class RelayMessageQuerySet(models.QuerySet["RelayMessage"]):
    def read_by(self, introduction: Introduction, side: str) -> Self:
        """Those of one introduction that a side reads; brokers, with an empty side, read all.

        What who asked and the broker wrote to each other before both sides were written to stays between them.
        """
        of_it = self.filter(introduction=introduction)
        if not side or side == introduction.asking_side:
            return of_it
        return of_it.filter(created_at__gte=introduction.sent_at) if introduction.sent_at else of_it.none()


class RelayMessage(models.Model):
    """A message within an introduction; neither side learns an address. `side` is empty for a broker."""

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="messages")
    side = models.CharField(_("written by"), max_length=8, choices=Side, blank=True)
    author = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("author"))
    author_name = models.CharField(_("name"), max_length=120, blank=True)
    text = models.TextField(_("message"), max_length=5000, validators=[validate_has_letters])
    # Who asked by mail has no account: their letters say that there is a message, and lead to it.
    creation_key = models.UUIDField(unique=True, null=True, editable=False)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)

    objects: ClassVar[Any] = RelayMessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["introduction", "created_at"], name="relay_in_order")]

    def __str__(self) -> str:
        return self.text[:60]


class BrokerTime(models.Model):
    """Minutes that a broker gave to an introduction: a cost line of the partnership, if one comes of it."""

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="times")
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("broker"))
    on = models.DateField(_("on"), default=timezone.localdate)
    minutes = models.PositiveIntegerField(_("minutes"), validators=[MinValueValidator(1)])
    note = models.CharField(_("what for"), max_length=250, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("time spent")
        verbose_name_plural = _("time spent")
        constraints = [models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="time_within_a_day")]

    def __str__(self) -> str:
        return f"{self.on}: {self.minutes}"


class ExitAnswer(models.Model):
    """What one side says came of an introduction, some months after it ended."""

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="exit_answers")
    side = models.CharField(_("side"), max_length=8, choices=Side)
    answer = models.CharField(_("what came of it"), max_length=10, choices=HowItEnded)
    helped = models.TextField(_("what helped, what did not"), max_length=3000, blank=True)
    by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("answered by")
    )
    created_at = models.DateTimeField(_("answered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("exit answer")
        verbose_name_plural = _("exit answers")
        constraints = [models.UniqueConstraint(fields=["introduction", "side"], name="exit_answer_once_a_side")]

    def __str__(self) -> str:
        return self.get_answer_display()


class AskedByMail(TimestampedModel):
    """A request for an introduction by somebody without an account, until they click the link in their mail.

    Nobody else reads it before. Once confirmed it is an introduction; what nobody confirms within a week is
    deleted by a job.
    """

    supply_institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, models.SET_NULL, related_name="+", null=True, blank=True)
    demand_institution = models.ForeignKey(Institution, models.SET_NULL, related_name="+", null=True, blank=True)
    demand_name = models.CharField(max_length=250)
    problem = models.TextField(max_length=5000)
    name = models.CharField(max_length=120)
    address = models.EmailField()
    language = models.CharField(max_length=8, default="en")
    creation_key = models.UUIDField(unique=True, null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    introduction = models.OneToOneField(
        Introduction, models.CASCADE, related_name="asked_by_mail", null=True, blank=True
    )

    class Meta:
        verbose_name = _("request by mail")
        verbose_name_plural = _("requests by mail")
        indexes = [models.Index(fields=["created_at"], name="asked_by_mail_by_age")]

    def __str__(self) -> str:
        return f"{self.demand_name} → {self.supply_institution_id}"
