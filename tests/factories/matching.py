"""Needs, offers and introductions."""

import factory
from factory.django import DjangoModelFactory

from core.models import Visibility
from matching.models import Introduction, Need, Offer
from matching.models.choices import AskedThrough, NeedStatus, OfferStatus
from tests.factories.community import InstitutionFactory


class NeedFactory(DjangoModelFactory):
    """An open need that everybody sees."""

    class Meta:
        model = Need

    institution = factory.SubFactory(InstitutionFactory)
    problem = factory.Sequence(lambda n: f"Audit findings are repeated every year {n}")
    status = NeedStatus.OPEN
    visibility = Visibility.PUBLIC


class OfferFactory(DjangoModelFactory):
    """An open offer that everybody sees."""

    class Meta:
        model = Offer

    institution = factory.SubFactory(InstitutionFactory)
    expertise = factory.Sequence(lambda n: f"We follow up audit findings with a call list {n}")
    status = OfferStatus.OPEN
    visibility = Visibility.PUBLIC
    at_once = 2


class IntroductionFactory(DjangoModelFactory):
    """Asked for from a need, and not looked at yet."""

    class Meta:
        model = Introduction

    need = factory.SubFactory(NeedFactory)
    demand_institution = factory.SelfAttribute("need.institution")
    supply_institution = factory.SubFactory(InstitutionFactory)
    problem = factory.SelfAttribute("need.problem")
    asked_through = AskedThrough.NEED
