"""The words of what is known, in the field's standard terms."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    STORY = "story", _("Story")
    METHOD = "method", _("Method")
    CHALLENGE = "challenge", _("Challenge")
    RESOURCE = "resource", _("Resource")


class State(models.TextChoices):
    """`draft → submitted → in review ⇄ changes requested → with partner → ready → published → archived`."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("New")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes asked for")
    WITH_PARTNER = "with_partner", _("With partner")
    READY = "ready", _("Ready")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")
    DECLINED = "declined", _("Declined")


# What the author may write in; what others than the author know of before it is published.
WRITABLE = (State.DRAFT, State.CHANGES_REQUESTED)
UNDER_REVIEW = (State.SUBMITTED, State.IN_REVIEW, State.CHANGES_REQUESTED, State.WITH_PARTNER, State.READY)


class Audience(models.TextChoices):
    """Who reads it once it is published."""

    PUBLIC = "public", _("Everyone")
    COMMUNITY = "community", _("Verified members")


class CollectionAudience(models.TextChoices):
    """Who sees that there is such a collection; what stands in it is seen by its own rules."""

    PUBLIC = "public", _("Everyone")
    COMMUNITY = "community", _("Verified members")
    SECRETARIAT = "secretariat", _("Only the secretariat, while it is put together")


class ArchiveReason(models.TextChoices):
    BY_SECRETARIAT = "by_secretariat", _("Taken down by the secretariat")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("A partner took its consent back")
    OUTDATED = "outdated", _("No longer true")


class Decision(models.TextChoices):
    """What a party says to one wording."""

    AGREED = "agreed", _("Agreed")
    CHANGES = "changes", _("Asked for changes")
    DECLINED = "declined", _("Said no")
    WITHDRAWN = "withdrawn", _("Took the consent back")


class Level(models.TextChoices):
    INDIVIDUAL = "individual", _("Individual")
    ORGANISATION = "organisation", _("Organisation")
    SYSTEM = "institution", _("Institutional system")


class Effect(models.TextChoices):
    """Which way the condition moves the outcome."""

    HELPS = "helps", _("Helps")
    HINDERS = "hinders", _("Hinders")
    MIXED = "mixed", _("Mixed")
    NO_DIFFERENCE = "no_difference", _("No difference seen")


class Confidence(models.TextChoices):
    """How far the source carries the finding; always said with a reason."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class QuestionState(models.TextChoices):
    OPEN = "open", _("Open")
    PARTLY = "partly", _("Partly answered")
    ANSWERED = "answered", _("Answered")


class Bearing(models.TextChoices):
    """What a piece of evidence says to a question."""

    FOR = "for", _("Speaks for it")
    AGAINST = "against", _("Speaks against it")
    CONTEXT = "context", _("Sheds light on it")


class FigureKind(models.TextChoices):
    BARS = "bars", _("Bars")
    LINE = "line", _("A line, for numbers over time")


class Effort(models.TextChoices):
    HOURS = "hours", _("Hours")
    DAYS = "days", _("Days")
    WEEKS = "weeks", _("Weeks")
    MONTHS = "months", _("Months")


class ResourceType(models.TextChoices):
    """What kind of publication; the words of the register's bibliography."""

    ARTICLE = "article", _("Article")
    AUDIT_REPORT = "audit_report", _("Audit report")
    BOOK = "book", _("Book")
    CHAPTER = "chapter", _("Chapter of a book")
    COMPLETION_REPORT = "completion_report", _("Completion report")
    DATASET = "dataset", _("Dataset")
    EVALUATION = "evaluation", _("Evaluation")
    GUIDE = "guide", _("Guide")
    LEARNING_NOTE = "learning_note", _("Learning note")
    MANUAL = "manual", _("Manual")
    PAPER = "paper", _("Working paper")
    REPORT = "report", _("Report")
    REVIEW = "review", _("Review of evidence")
    VIDEO = "video", _("Video or recording")
    WEB_PAGE = "web_page", _("Web page")
    OTHER = "other", _("Other")


class ResponseState(models.TextChoices):
    """What the organisation concerned did with a recommendation."""

    NONE_KNOWN = "none_known", _("No response known")
    ACCEPTED = "accepted", _("Accepted")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")


class TranslationState(models.TextChoices):
    """`missing` and `outdated` are not stored: they follow from what is there."""

    MACHINE = "machine", _("Machine translation")
    HUMAN = "human", _("Translated by a person")


class UptakeKind(models.TextChoices):
    TRIED = "tried", _("We tried this")
    ADAPTED = "adapted", _("We adapted this")
