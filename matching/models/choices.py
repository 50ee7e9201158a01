"""The words by which needs, offers and introductions are described."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.choices import Kind

# The preferred forms of working together are the kinds of partnerships, but for the one that says nothing.
FORMS = [(value, label) for value, label in Kind.choices if value != Kind.UNKNOWN]


class Side(models.TextChoices):
    DEMAND = "demand", _("Asks")
    SUPPLY = "supply", _("Offers")


class DeclinedBy(models.TextChoices):
    """Who ended it with a reason: a side, or the broker to whom it was put."""

    DEMAND = "demand", _("Asks")
    SUPPLY = "supply", _("Offers")
    BROKER = "broker", _("Broker")


class NeedStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    IN_INTRODUCTION = "in_introduction", _("In introduction")
    MATCHED = "matched", _("Matched")
    CLOSED = "closed", _("Closed")


class OfferStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


class ReformStage(models.TextChoices):
    """How far a reform has come; a peer a step or two ahead still remembers the way."""

    CONSIDERED = "1", _("Being considered")
    DECIDED = "2", _("Decided, not begun")
    UNDER_WAY = "3", _("Under way")
    IN_PLACE = "4", _("In place")
    REVIEWED = "5", _("In place and reviewed")


class CapacityUnit(models.TextChoices):
    PLACEMENTS = "placements", _("Placements a year")
    DAYS = "days", _("Days a year")


class IntroductionStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    BROKER_REVIEW = "broker_review", _("With a broker")
    SENT = "sent", _("Sent to both sides")
    ACCEPTED_DEMAND = "accepted_demand", _("Accepted by who asks")
    ACCEPTED_SUPPLY = "accepted_supply", _("Accepted by who offers")
    INTRODUCED = "introduced", _("Introduced")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")


class DeclineReason(models.TextChoices):
    """Why somebody says no; those that name a criterion of the score come first."""

    PROBLEM = "problem", _("Our experience is of another problem")
    SECTOR = "sector", _("Another sector")
    LANGUAGE = "language", _("No language in common")
    CONTEXT = "context", _("Our systems are too different")
    TRACK = "track", _("Too little is known of their experience")
    FORM = "form", _("Another form of working together is wanted")
    CAPACITY = "capacity", _("Nobody is free for it")
    TIME = "time", _("The time does not suit")
    MONEY = "money", _("Nobody pays for it")
    POLITICAL = "political", _("It is not the moment")
    OTHER_PEER = "other_peer", _("Another peer was found")
    UNCLEAR = "unclear", _("It is not clear who asks, or for what")
    NOT_MEANT = "not_meant", _("It is no request for a peer")
    OTHER = "other", _("Something else")


# What a broker says of a request that is not sent on; the first two are a broker's alone.
BROKER_REASONS = [
    (reason.value, reason.label)
    for reason in (
        DeclineReason.NOT_MEANT,
        DeclineReason.UNCLEAR,
        DeclineReason.SECTOR,
        DeclineReason.CAPACITY,
        DeclineReason.OTHER_PEER,
        DeclineReason.OTHER,
    )
]
SIDE_REASONS = [
    choice for choice in DeclineReason.choices if choice[0] not in {DeclineReason.NOT_MEANT, DeclineReason.UNCLEAR}
]


class AskedThrough(models.TextChoices):
    """How an introduction began."""

    NEED = "need", _("From a need on the portal")
    OFFER = "offer", _("From who offers")
    MAIL = "mail", _("By mail, without an account")
    BROKER = "broker", _("Proposed by a broker")


class HowItEnded(models.TextChoices):
    """The exit question, once an introduction has ended."""

    WORKING = "working", _("We work together")
    TALKING = "talking", _("We are still talking")
    ONE_TALK = "one_talk", _("We talked once or twice, and that was enough")
    NOTHING = "nothing", _("Nothing came of it")
