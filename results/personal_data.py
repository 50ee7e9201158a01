"""What a person wrote of results, for that person to read, and to erase with the account.

What was said for an institution or from outside stays, for others rely on it; who said it goes.
"""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from community.models import User
from core.append_only import rewriting_logs
from partnerships.models.links import NOBODY
from results.models import (
    CapabilityScore,
    EvidenceItem,
    FollowUpAnswer,
    FollowUpLink,
    HarvestedOutcome,
    Observation,
    OutcomeWording,
    PartnerWord,
    Substantiation,
    SubstantiationLink,
)


def tell(user: User) -> dict[str, Any]:
    outcomes = HarvestedOutcome.objects.filter(recorded_by=user).order_by("pk")
    observations = Observation.objects.filter(recorded_by=user).select_related("indicator").order_by("pk")
    links = SubstantiationLink.objects.filter(address__iexact=user.email)
    words = PartnerWord.objects.filter(Q(by=user) | Q(link__in=links)).select_related("outcome", "institution")
    return {
        "outcomes": [
            {"what_changed": each.what_changed, "contribution": each.contribution, "at": each.created_at.isoformat()}
            for each in outcomes
        ],
        "put_in_other_words": [
            {"outcome": each.outcome.what_changed, "words_before": each.content, "at": each.replaced_at.isoformat()}
            for each in OutcomeWording.objects.filter(replaced_by=user).select_related("outcome")
        ],
        "observations": [
            {"indicator": each.indicator.title, "on": str(each.observed_on), "at": each.created_at.isoformat()}
            for each in observations
        ],
        "evidence": [
            {"title": each.title, "at": each.created_at.isoformat()}
            for each in EvidenceItem.objects.filter(added_by=user)
        ],
        "said_for_an_institution": [
            {
                "outcome": word.outcome.what_changed,
                "institution": word.institution.name,
                "verdict": word.verdict,
                "comment": word.comment,
                "at": word.said_at.isoformat(),
            }
            for word in words
        ],
        "asked_by_link": [
            {
                "outcome": link.outcome.what_changed,
                "name": link.name,
                "office": link.office,
                "how_they_know": link.how_they_know,
                "at": link.created_at.isoformat(),
            }
            for link in links.select_related("outcome")
        ],
        "said_by_link": [
            {"name": said.name, "office": said.office, "verdict": said.verdict, "comment": said.comment}
            for said in Substantiation.objects.filter(link__in=links)
        ],
        "became_of_outcomes": [
            {"outcome": each.outcome.what_changed, "sustained": each.sustained, "note": each.note}
            for each in FollowUpAnswer.objects.filter(
                Q(answered_by=user) | Q(link__address__iexact=user.email)
            ).select_related("outcome")
        ],
        "asked_what_became_of_outcomes": [
            {"years": each.follow_up.years, "name": each.name, "at": each.created_at.isoformat()}
            for each in FollowUpLink.objects.filter(address__iexact=user.email).select_related("follow_up")
        ],
        "rated_abilities": [
            {"ability": each.capability.title, "moment": each.moment, "score": each.score, "reason": each.reason}
            for each in CapabilityScore.objects.filter(scored_by=user).select_related("capability")
        ],
    }


@transaction.atomic
def forget(user: User) -> None:
    """Names, addresses and how somebody knows go; an open link ends."""
    links = SubstantiationLink.objects.filter(address__iexact=user.email)
    with rewriting_logs():
        PartnerWord.objects.filter(Q(by=user) | Q(link__in=links)).update(by=None, by_name="", by_title="")
        OutcomeWording.objects.filter(replaced_by=user).update(replaced_by=None, replaced_name="")
        Substantiation.objects.filter(link__in=links).update(name="", office="", may_be_named=False)
    FollowUpAnswer.objects.filter(answered_by=user).update(answered_by=None)
    asked = FollowUpLink.objects.filter(address__iexact=user.email)
    FollowUpAnswer.objects.filter(link__in=asked).update(by_name="", by_title="")
    asked.open().update(replaced_at=timezone.now())
    asked.update(address=f"erased-{user.pk}{NOBODY}", name="")
    CapabilityScore.objects.filter(scored_by=user).update(scored_by=None)
    links.open().update(replaced_at=timezone.now())
    links.update(address=f"erased-{user.pk}{NOBODY}", name="", office="", how_they_know="")
