"""The words that a partnership is described by; the values are those of filters and exports."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    TWINNING = "twinning", _("Twinning")
    INSTITUTIONAL_COOPERATION = "institutional_cooperation", _("Institutional cooperation")
    PEER_EXCHANGE = "peer_exchange", _("Peer exchange")
    LEARNING_ALLIANCE = "learning_alliance", _("Learning alliance")
    PEER_REVIEW = "peer_review", _("Peer review")
    MENTORING = "mentoring", _("Mentoring")
    STAFF_EXCHANGE = "staff_exchange", _("Staff exchange")
    STUDY_VISITS = "study_visits", _("Study visits")
    UNKNOWN = "unknown", _("Kind not known")


class Direction(models.TextChoices):
    """Who learns from whom, computed from the countries of the members."""

    SOUTH_SOUTH = "SS", _("South-South")
    NORTH_SOUTH = "NS", _("North-South")
    SOUTH_NORTH = "SN", _("South-North")
    NORTH_NORTH = "NN", _("North-North")
    TRIANGULAR = "triangular", _("Triangular")
    IN_COUNTRY = "in_country", _("In-country")
    UNKNOWN = "unknown", _("Direction not known")


class Stage(models.TextChoices):
    SCOPING = "scoping", _("Scoping")
    FOUNDING = "founding", _("Founding")
    EXCHANGING = "exchanging", _("Exchanging")
    ADAPTING = "adapting", _("Adapting")
    CONSOLIDATING = "consolidating", _("Consolidating")
    CLOSED = "closed", _("Closed")
    SUSPENDED = "suspended", _("Suspended")
    CANCELLED = "cancelled", _("Cancelled")
    UNKNOWN = "unknown", _("Stage not known")


# From each stage, the stages that may follow it.
NEXT_STAGES: dict[str, tuple[str, ...]] = {
    Stage.UNKNOWN: tuple(stage for stage in Stage.values if stage != Stage.UNKNOWN),
    Stage.SCOPING: (Stage.FOUNDING, Stage.SUSPENDED, Stage.CANCELLED),
    Stage.FOUNDING: (Stage.EXCHANGING, Stage.SUSPENDED, Stage.CANCELLED),
    Stage.EXCHANGING: (Stage.ADAPTING, Stage.CONSOLIDATING, Stage.CLOSED, Stage.SUSPENDED, Stage.CANCELLED),
    Stage.ADAPTING: (Stage.EXCHANGING, Stage.CONSOLIDATING, Stage.CLOSED, Stage.SUSPENDED, Stage.CANCELLED),
    Stage.CONSOLIDATING: (Stage.EXCHANGING, Stage.CLOSED, Stage.SUSPENDED, Stage.CANCELLED),
    Stage.SUSPENDED: (Stage.SCOPING, Stage.FOUNDING, Stage.EXCHANGING, Stage.ADAPTING, Stage.CLOSED, Stage.CANCELLED),
    Stage.CLOSED: (),
    Stage.CANCELLED: (),
}


class ScaleStage(models.TextChoices):
    SUBNATIONAL = "subnational", _("Subnational")
    NATIONAL = "national", _("National")
    REGIONAL = "regional", _("Regional")
    INTERNATIONAL = "international", _("International")


class WorkingMode(models.TextChoices):
    DOING = "doing", _("Doing")
    ADVISING = "advising", _("Advising")
    MENTORING = "mentoring", _("Mentoring")
    CO_LEARNING = "co_learning", _("Co-learning")


class Standing(models.TextChoices):
    """What a record rests on; always shown beside it."""

    PUBLIC_SOURCE = "public_source", _("From a public source, unconfirmed")
    ONE_SIDE = "one_side", _("Reported by one side")
    BOTH_SIDES = "both_sides", _("Confirmed by both sides")


class Side(models.TextChoices):
    """The part that a member plays."""

    DEMAND = "demand", _("Asks")
    SUPPLY = "supply", _("Offers")
    PEER = "peer", _("Shares and learns")
    BROKER = "broker", _("Broker")
    FUNDER = "funder", _("Funder")
    FACILITATOR = "facilitator", _("Facilitator")


class Evidence(models.TextChoices):
    """How strong the proof is, lowest first. The word rises by acts alone: nobody chooses it."""

    SELF_REPORTED = "self-reported", _("Self-reported")
    DOCUMENTED = "documented", _("Documented")
    CORROBORATED = "corroborated", _("Corroborated")
    VERIFIED = "independently-verified", _("Independently verified")
