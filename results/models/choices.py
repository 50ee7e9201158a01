"""The words of results: families, measures, states, and what people say to a claim."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.choices import Level
from partnerships.models.choices import Evidence

__all__ = ["Evidence", "Level"]


class Family(models.TextChoices):
    """Two families of results in co-operation between peers: how well it works together, and what it changes.

    Source: the two-family view of triangular co-operation (OECD, 2016 and after).
    """

    PARTNERSHIP = "partnership", _("Partnership results")
    DEVELOPMENT = "development", _("Development results")


class ResultType(models.TextChoices):
    """IATI ResultType code list."""

    OUTPUT = "1", _("Output")
    OUTCOME = "2", _("Outcome")
    IMPACT = "3", _("Impact")
    OTHER = "9", _("Other")


class Measure(models.TextChoices):
    """IATI IndicatorMeasure code list."""

    UNIT = "1", _("A number, with its unit")
    PERCENTAGE = "2", _("A percentage")
    NOMINAL = "3", _("One of several kinds")
    ORDINAL = "4", _("A score on a scale")
    QUALITATIVE = "5", _("In words")


class Better(models.TextChoices):
    """Which way is better; IATI's `ascending`, with a third answer."""

    HIGHER = "higher", _("Higher is better")
    LOWER = "lower", _("Lower is better")
    NEITHER = "neither", _("Neither is better")


class ObservationState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")


class Benefits(models.TextChoices):
    """Which side gained. What the supply side and the donor learn counts as well."""

    DEMAND = "demand", _("The side that asked")
    SUPPLY = "supply", _("The side that offered")
    BOTH = "both", _("Both sides")
    DONOR = "donor", _("The donor")


class Verdict(models.TextChoices):
    """What somebody else says to an outcome as it is written."""

    AGREE = "agree", _("Agree")
    PARTLY = "partly", _("Agree in part")
    DISAGREE = "disagree", _("Disagree")
    COMMENT = "comment", _("Only a comment")


class Weight(models.TextChoices):
    """How much another cause may have done, beside our own part."""

    LESS = "less", _("Less than we did")
    SIMILAR = "similar", _("About as much")
    MORE = "more", _("More than we did")
    UNKNOWN = "unknown", _("Not known")


class Part(models.TextChoices):
    """How much the partnership was; never all of it."""

    MAIN = "main", _("A main contributor")
    ONE_OF_SEVERAL = "one", _("One of several contributors")
    SMALL = "small", _("A small contributor")
    UNKNOWN = "unknown", _("Not known")


class Moment(models.TextChoices):
    BEFORE = "before", _("Before")
    AFTER = "after", _("After")


class Sustained(models.TextChoices):
    """What became of an outcome some years later."""

    SUSTAINED = "sustained", _("Sustained")
    PARTLY = "partly", _("Partly sustained")
    LOST = "lost", _("Lost")
    UNKNOWN = "unknown", _("Not known")


class Answering(models.TextChoices):
    """The sides that answer for a partnership; peers of an alliance are both."""

    DEMAND = "demand", _("The side that asked")
    SUPPLY = "supply", _("The side that offered")
