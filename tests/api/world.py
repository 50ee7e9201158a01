"""One record of every kind that the API tells of."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.models import Visibility
from events.models import EventReport
from knowledge.models import QuestionEvidence
from tests.factories import (
    ChallengeFactory,
    FindingFactory,
    HarvestedOutcomeFactory,
    IndicatorFactory,
    LearningEventFactory,
    MethodFactory,
    NeedFactory,
    ObservationFactory,
    OfferFactory,
    OpenQuestionFactory,
    PeriodFactory,
    ResourceFactory,
    SectorFactory,
    StoryFactory,
    partnership_between,
)
from tests.personas import Cast

LISTS = (
    *("partnerships/", "outcomes/", "institutions/", "events/", "events/?when=past", "stories/", "methods/"),
    *("challenges/", "resources/", "findings/", "questions/", "needs/", "offers/", "search/?q=clinic"),
    *("countries/", "regions/", "sectors/", "sdg-goals/", "sdg-targets/"),
)


def fill(company: Cast) -> dict[str, Any]:
    """The addresses of one record of each kind, by the kind."""
    today = timezone.localdate()
    record = partnership_between(company.asks, company.offers, title="A clinic for auditors", start="2024-03")
    record.themes.add("clinics")
    record.sectors.add(SectorFactory())
    record.activity_set.create(kind="study_visit", title="Visit", starts_on=today, visibility=Visibility.PUBLIC)
    record.costline_set.create(kind="travel", amount="10.50", currency="EUR", visibility=Visibility.PUBLIC)
    indicator = IndicatorFactory(result__framework__partnership=record)
    PeriodFactory(indicator=indicator)
    ObservationFactory(indicator=indicator)
    outcome = HarvestedOutcomeFactory(partnership=record)
    event = LearningEventFactory(title="A clinic for all")
    event.agenda_items.create(kind="opening", title="Welcome", starts_at=event.starts_at)
    day = today - timedelta(days=9)
    past = LearningEventFactory(title="The clinic before", starts_on=day, ends_on=day, starts_at=None, ends_at=None)
    past.takeaways.create(number=1, title="Call back within three months")
    EventReport.objects.create(event=past).sections.create(key="summary", title="In short", text="It went well.")
    finding, question = FindingFactory(), OpenQuestionFactory()
    QuestionEvidence.objects.create(question=question, finding=finding)
    return {
        "partnerships": f"partnerships/{record.slug}/",
        "results": f"partnerships/{record.slug}/results/",
        "outcomes": f"partnerships/{record.slug}/outcomes/{outcome.number}/",
        "institutions": f"institutions/{company.asks.slug}/",
        "countries": f"countries/{company.offers.country_id}/",
        "events": f"events/{event.slug}/",
        "reports": f"events/{past.slug}/report/",
        "stories": f"stories/{StoryFactory(title='A clinic told').slug}/",
        "methods": f"methods/{MethodFactory(title='A clinic by phone').slug}/",
        "challenges": f"challenges/{ChallengeFactory(title='No clinic').slug}/",
        "resources": f"resources/{ResourceFactory(title='On clinics').slug}/",
        "findings": f"findings/{finding.pk}/",
        "questions": f"questions/{question.slug}/",
        "needs": f"needs/{NeedFactory(institution=company.asks).pk}/",
        "offers": f"offers/{OfferFactory(institution=company.offers).pk}/",
    }
