"""What is known on the first day: terms of the evidence map, an annotated review with its findings, open questions.

Read from `knowledge/data`. What is here already stays as people made it; what they took away does not come back.
"""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max, Q, Value
from django.utils import timezone

from core.functions import Fold
from events.models import DiscussionQuestion, LearningEvent
from knowledge.markup import clean_markup
from knowledge.models import Condition, Finding, OpenQuestion, Outcome, QuestionEvidence, Resource, Revision
from knowledge.models.choices import Bearing, State
from knowledge.revisions import content_of, revision_of
from partnerships.models.choices import Evidence

DATA = Path(__file__).resolve().parent.parent / "data"
REVIEW_NOTE = "Set when the board was opened, from the event of 2020 and Norec’s review of 2019."
Told = dict[str, Any]


@transaction.atomic
def load_knowledge() -> dict[str, int]:
    """Bring in what is not here yet; how much of each came."""
    return {
        "terms": _terms(_read("evidence_terms")),
        "findings": _review(_read("norec_review_2019")),
        "questions": _questions(_read("open_questions"), _read("norec_review_2019")),
    }


def _read(name: str) -> Told:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def _terms(told: Told) -> int:
    came = 0
    for model, name in ((Condition, "conditions"), (Outcome, "outcomes")):
        for position, each in enumerate(told[name]):
            facts = each | {"position": position}
            came += model._default_manager.get_or_create(slug=each["slug"], defaults=facts)[1]
    return came


def _review(told: Told) -> int:
    """The resource with all its findings; one that came bare, from a list of titles, gets annotation and findings."""
    resource = _known(told["resource"])
    if resource and (not resource.is_published or resource.annotation or resource.findings.exists()):
        return 0
    resource = _published(resource or Resource(state=State.PUBLISHED), told["resource"])
    for position, each in enumerate(told["findings"]):
        facts = {name: value for name, value in each.items() if name not in ("key", "condition", "outcome")}
        terms = {"condition_id": each["condition"], "outcome_id": each["outcome"]}
        Finding.objects.create(source=resource, position=position, **terms, **facts)
    return len(told["findings"])


def _known(told: Told) -> Resource | None:
    """Found again by its address, also a former one, or by title and year."""
    here = Q(slug=told["slug"]) | Q(former_slugs__slug=told["slug"])
    alike = Q(folded=Fold(Value(told["title"])), year=told["year"])
    found = Resource.objects.alias(folded=Fold("title")).filter(here | alike).on_record()
    known: Resource | None = found.order_by("pk").first()
    return known


def _published(resource: Resource, told: Told) -> Resource:
    """With its facts and annotation, and a wording of its own that readers have."""
    slug = resource.slug or told["slug"]
    for name, value in (told | {"slug": slug, "annotation": clean_markup(told["annotation"])}).items():
        setattr(resource, name, value)
    resource.evidence = Evidence.DOCUMENTED
    resource.published_at = resource.published_at or timezone.now()
    resource.first_published_at = resource.first_published_at or resource.published_at
    resource.save()
    resource.published_revision = Revision.objects.create(
        piece=resource,
        number=resource.revisions.count() + 1,
        content=content_of(resource),
        sha256=revision_of(resource),
        language=resource.language,
        published_at=resource.published_at,
    )
    resource.save(update_fields=["published_revision"])
    return resource


def _questions(told: Told, review: Told) -> int:
    """All of them at once, with their evidence. Where one is here, or was, the board is its editors'."""
    slugs = [each["slug"] for each in told["questions"]]
    here = Q(slug__in=slugs) | Q(former_slugs__slug__in=slugs)
    if OpenQuestion.objects.filter(here).exists():
        return 0
    event = LearningEvent.objects.filter(Q(slug=told["event"]) | Q(former_slugs__slug=told["event"])).first()
    findings = _findings(review)
    taken = OpenQuestion.objects.aggregate(last=Max("number"))["last"] or 0
    for number, each in enumerate(told["questions"], start=taken + 1):
        _question(number, each, event, findings)
    return len(slugs)


def _findings(review: Told) -> dict[str, Finding]:
    """By their key in the file: each has a cell of the map to itself."""
    resource = _known(review["resource"])
    if resource is None:
        return {}
    cells = {(found.condition_id, found.outcome_id): found for found in resource.findings.all()}
    by_key = {each["key"]: cells.get((each["condition"], each["outcome"])) for each in review["findings"]}
    return {key: found for key, found in by_key.items() if found}


def _question(number: int, told: Told, event: LearningEvent | None, findings: dict[str, Finding]) -> None:
    facts = {name: value for name, value in told.items() if name not in ("said", "evidence")}
    question = OpenQuestion.objects.create(number=number, raised_at=event, review_note=REVIEW_NOTE, **facts)
    question.discussed_as.set(DiscussionQuestion.objects.filter(event=event, text=told["text"]))
    pointers = [
        QuestionEvidence(
            question=question, finding=findings[each["finding"]], bearing=each["bearing"], note=each["note"]
        )
        for each in told.get("evidence", [])
        if each["finding"] in findings
    ]
    if event:
        pointers.append(QuestionEvidence(question=question, event=event, bearing=Bearing.CONTEXT, note=told["said"]))
    QuestionEvidence.objects.bulk_create(pointers)
