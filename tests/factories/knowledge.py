"""Stories, methods, challenges, resources, and what is found in them."""

from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from knowledge.models import (
    Challenge,
    Collection,
    Condition,
    Consent,
    Finding,
    Method,
    OpenQuestion,
    Outcome,
    PieceParty,
    Resource,
    Revision,
    Story,
)
from knowledge.models.choices import Confidence, Decision, Effect, Level, State
from knowledge.revisions import content_of, sha256_of
from tests.factories.community import UserFactory


class PieceFactory(DjangoModelFactory):
    """A published piece that everyone reads. `parties=[institution]` names whom it tells of."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"What was learnt {n}")
    slug = factory.LazyFunction(lambda: f"what-was-learnt-{uuid4().hex[:12]}")
    summary = "In two sentences. That is all."
    author = factory.SubFactory(UserFactory)
    state = State.PUBLISHED
    published_at = factory.LazyAttribute(lambda o: timezone.now() if o.state == State.PUBLISHED else None)
    first_published_at = factory.SelfAttribute("published_at")
    published_by = factory.Maybe("published_at", yes_declaration=factory.SubFactory(UserFactory))

    @factory.post_generation
    def parties(self, create, institutions, **kwargs):
        if create:
            for place, institution in enumerate(institutions or []):
                PieceParty.objects.create(piece=self, institution=institution, position=place)

    @factory.post_generation
    def revision(self, create, wanted, **kwargs):
        """The wording that readers have, as publishing leaves it."""
        if create and self.state == State.PUBLISHED:
            content = content_of(self)
            self.published_revision = Revision.objects.create(
                piece=self, number=1, content=content, sha256=sha256_of(content), language=self.language
            )
            self.save(update_fields=["published_revision"])
            for party in self.parties.all():
                _agree(party, self.published_revision)


def _agree(party, revision):
    """Nothing is published without the consent of all whom it tells of: the database refuses it."""
    Consent.objects.create(
        piece_id=party.piece_id,
        institution=party.institution,
        revision_sha256=revision.sha256,
        decision=Decision.AGREED,
        by_name="Who speaks for it",
    )


class StoryFactory(PieceFactory):
    class Meta:
        model = Story

    context = "<p>The audit findings came back every year.</p>"
    what_we_did = "<p>We visited a peer twice.</p>"


class MethodFactory(PieceFactory):
    class Meta:
        model = Method

    how_to = "<p>Sit beside each other.</p>"


class ChallengeFactory(PieceFactory):
    class Meta:
        model = Challenge

    problem = "<p>Trained staff leave.</p>"


class ResourceFactory(PieceFactory):
    class Meta:
        model = Resource

    authors = factory.LazyFunction(lambda: ["Mensah, Ama"])
    publishers = factory.LazyFunction(lambda: ["An office"])
    year = 2019


class ConditionFactory(DjangoModelFactory):
    class Meta:
        model = Condition

    slug = factory.Sequence(lambda n: f"condition-{n}")
    name_en = factory.Sequence(lambda n: f"Condition {n}")


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    slug = factory.Sequence(lambda n: f"outcome-{n}")
    name_en = factory.Sequence(lambda n: f"Outcome {n}")
    level = Level.ORGANISATION


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    source = factory.SubFactory(ResourceFactory)
    condition = factory.SubFactory(ConditionFactory)
    outcome = factory.SubFactory(OutcomeFactory)
    title = factory.Sequence(lambda n: f"Finding {n}")
    text = "Matching matters."
    level = Level.ORGANISATION
    effect = Effect.HELPS
    confidence = Confidence.MEDIUM
    confidence_reason = "One review of many reports."
    place = "Section 2"


class OpenQuestionFactory(DjangoModelFactory):
    class Meta:
        model = OpenQuestion

    number = factory.Sequence(lambda n: 100 + n)
    slug = factory.Sequence(lambda n: f"question-{n}")
    text = factory.Sequence(lambda n: f"What is open {n}?")


class CollectionFactory(DjangoModelFactory):
    """A collection that everyone reads. `holding=[thing]` puts pieces, findings and questions into it, in this order."""

    class Meta:
        model = Collection
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"To read together {n}")
    slug = factory.Sequence(lambda n: f"to-read-together-{n}")
    introduction = "<p>Begin with the <em>first</em>.</p>"
    audience = Collection.Audience.PUBLIC
    maker = factory.SubFactory(UserFactory)

    @factory.post_generation
    def holding(self, create, things, **kwargs):
        names = {Finding: "finding", OpenQuestion: "question"}
        for place, thing in enumerate(things or [], 1) if create else ():
            thing = getattr(thing, "piece_ptr", thing)
            self.items.create(position=place, **{names.get(type(thing), "piece"): thing})
