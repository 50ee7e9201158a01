"""The words of a learning event, in the field's standard terms."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cadence(models.TextChoices):
    """How often a series means to meet."""

    NONE = "none", _("No fixed cadence")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every three months")
    HALF_YEARLY = "half_yearly", _("Twice a year")
    YEARLY = "yearly", _("Once a year")


class Format(models.TextChoices):
    VIRTUAL = "virtual", _("Virtual")
    IN_PERSON = "in_person", _("In person")
    HYBRID = "hybrid", _("Hybrid")


class EventStatus(models.TextChoices):
    """`draft → published → held → reported`, or `cancelled` at any time before it is held."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    HELD = "held", _("Held")
    REPORTED = "reported", _("Reported")
    CANCELLED = "cancelled", _("Cancelled")


class Entry(models.TextChoices):
    """Who may come."""

    OPEN = "open", _("Open: whoever registers has a place while there are any")
    APPROVAL = "approval", _("By approval: the hosts say yes or no")
    INVITE = "invite", _("By invitation")


class HostRole(models.TextChoices):
    HOST = "host", _("Host")
    CO_HOST = "co_host", _("Co-host")
    TECHNICAL_SUPPORT = "technical_support", _("Technical support")


class ItemKind(models.TextChoices):
    OPENING = "opening", _("Opening")
    PRESENTATION = "presentation", _("Presentations")
    BREAKOUT = "breakout", _("Breakout groups")
    PLENARY = "plenary", _("Plenary")
    BREAK = "break", _("Break")


class RegistrationStatus(models.TextChoices):
    INVITED = "invited", _("Invited")
    PENDING = "pending", _("Awaiting an answer")
    CONFIRMED = "confirmed", _("Confirmed")
    WAITLISTED = "waitlisted", _("On the waiting list")
    CANCELLED = "cancelled", _("Cancelled")
    ATTENDED = "attended", _("Took part")


# Those who sit on a seat, and those who hold or ask for a place at all: one a person.
SEATED = (RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED)
ACTIVE = tuple(status for status in RegistrationStatus if status != RegistrationStatus.CANCELLED)


class Represents(models.TextChoices):
    """For whom someone comes; the three colours of the page, and the balance of the groups."""

    GOVERNMENT = "government", _("Partner governments")
    DONOR = "donor", _("Donor agencies")
    NETWORK = "network", _("Brokers and alliances")
    OTHER = "other", _("Others")


class QuestionStatus(models.TextChoices):
    """Where a question of the event stands after it; what is open is carried over to what follows."""

    OPEN = "open", _("Still open")
    ANSWERED = "answered", _("Answered")


class Stance(models.TextChoices):
    AGREED = "agreed", _("Participants agreed")
    ASKED = "asked", _("Participants asked")
    OBSERVED = "observed", _("Participants observed")


class ReminderKind(models.TextChoices):
    WEEK = "week", _("Seven days before")
    DAY = "day", _("One day before")
    HOUR = "hour", _("One hour before")
    THANKS = "thanks", _("Thanks, with the feedback form")


class ReminderStatus(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    SENT = "sent", _("Sent")
    CANCELLED = "cancelled", _("Cancelled")
    DROPPED = "dropped", _("Too late to be of use")


class ReportStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    COMMENT_ROUND = "comment_round", _("Comment round")
    FINAL = "final", _("Final")
