"""The words of advice: forms of support, and what came of the one that was chosen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Support(models.TextChoices):
    """What may help an institution. A mix is two or more of the first four, in the order advised."""

    PEER = "peer", _("Peer partnership")
    ASSISTANCE = "assistance", _("Technical assistance")
    TRAINING = "training", _("Training")
    BUDGET = "budget", _("Budget support")
    MIX = "mix", _("A mix")
    NONE = "none", _("None of these now")


FORMS = (Support.PEER, Support.ASSISTANCE, Support.TRAINING, Support.BUDGET)


class CameOfIt(models.TextChoices):
    """What the institution says a year later."""

    CHANGED = "changed", _("It changed what it was meant to change")
    PARTLY = "partly", _("It changed some of it")
    NOTHING = "nothing", _("Nothing changed")
    WORSE = "worse", _("It made things worse")
    EARLY = "early", _("It is too early to tell")
