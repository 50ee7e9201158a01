"""Frameworks, indicators, observations and outcomes."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from core.models import Visibility
from results.models import HarvestedOutcome, Indicator, Observation, Period, Result, ResultsFramework
from results.models.choices import Level, Measure, ObservationState
from results.revisions import revision_of
from tests.factories.partnerships import PartnershipFactory


class ResultsFrameworkFactory(DjangoModelFactory):
    class Meta:
        model = ResultsFramework

    partnership = factory.SubFactory(PartnershipFactory)
    title = factory.Sequence(lambda n: f"What we hope to see {n}")
    visibility = Visibility.PUBLIC


class ResultFactory(DjangoModelFactory):
    class Meta:
        model = Result

    framework = factory.SubFactory(ResultsFrameworkFactory)
    title = factory.Sequence(lambda n: f"A change {n}")
    level = Level.ORGANISATION


class IndicatorFactory(DjangoModelFactory):
    """A number of findings; `partnership=` puts it into a framework of that partnership."""

    class Meta:
        model = Indicator

    result = factory.SubFactory(ResultFactory)
    partnership = factory.SelfAttribute("result.framework.partnership")
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Findings acted on {n}")
    measure = Measure.UNIT
    unit = "findings"


class PeriodFactory(DjangoModelFactory):
    class Meta:
        model = Period

    indicator = factory.SubFactory(IndicatorFactory)
    starts_on = date(2025, 1, 1)
    ends_on = date(2025, 12, 31)
    target_value = 60


class ObservationFactory(DjangoModelFactory):
    """A draft; `approved=True` is one that somebody verified."""

    class Meta:
        model = Observation

    class Params:
        approved = factory.Trait(
            state=ObservationState.APPROVED,
            verified_name="Who verified it",
            verified_at=datetime(2025, 7, 10, 9, tzinfo=UTC),
        )

    indicator = factory.SubFactory(IndicatorFactory)
    observed_on = date(2025, 6, 30)
    value = 58


class HarvestedOutcomeFactory(DjangoModelFactory):
    """An outcome of a public partnership that everybody sees."""

    class Meta:
        model = HarvestedOutcome
        skip_postgeneration_save = True

    partnership = factory.SubFactory(PartnershipFactory)
    number = factory.Sequence(lambda n: n + 1)
    what_changed = factory.Sequence(lambda n: f"The committee calls ministries on old findings {n}")
    who_changed = "The accounts committee"
    changed_on = "2025-05"
    contribution = "The audit service copied the call list of its peer."
    level = Level.SYSTEM
    visibility = Visibility.PUBLIC

    @factory.post_generation
    def wording(self, create, extracted, **kwargs):
        if create:
            self.revision = revision_of(self)
            self.save(update_fields=["revision"])
            self.refresh_from_db()
