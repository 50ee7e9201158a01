"""Something of all that is known, for the browser to look at: each kind, each stop of the way, all that a text may carry."""

from datetime import date

from django.db import transaction

from knowledge.models import FindingNote, QuestionEvidence, Recommendation, Uptake
from knowledge.models.choices import State
from knowledge.services.comments import add_comment
from knowledge.services.states import return_piece
from partnerships.models import CriticalJuncture
from tests.factories import (
    ChallengeFactory,
    CollectionFactory,
    ConditionFactory,
    FindingFactory,
    MethodFactory,
    OpenQuestionFactory,
    OutcomeFactory,
    ResourceFactory,
    StoryFactory,
    UserFactory,
)
from tests.knowledge.curating import case

RICH = (
    '<p>Each year<span class="footnote">The year of the budget.</span> it came back.</p><h3>The visit</h3>'
    "<blockquote><p>They told us what they had feared.</p></blockquote><ul><li>Who signs?</li></ul>"
    "<table><tbody><tr><th>Year</th><th>Months</th></tr><tr><td>2024</td><td>41</td></tr></tbody></table>"
)
FIGURE = {
    "figure_title": "Months until the tables came out",
    "figure_unit": "months",
    "figure_rows": "2020; 41\n2025; 5",
    "figure_source": "The calendar of the office",
}


@transaction.atomic
def make_known(author):
    """All of it by one author; the addresses are those that the tests visit."""
    ours = author.memberships.get().institution
    story = StoryFactory(title="Audit told", slug="audit-told", author=author, parties=[ours], context=RICH, **FIGURE)
    story.countries.set([ours.country])
    Uptake.objects.create(piece=story, user=UserFactory(), kind="tried", text="We did it too.", language="en")
    MethodFactory(title="A clinic by phone", slug="clinic-by-phone", author=author)
    ChallengeFactory(title="Staff leave", slug="staff-leave")
    StoryFactory(title="A draft", slug="a-draft", state=State.DRAFT, author=author, context=RICH)
    make_library(author)
    told = case(slug="audit-returned", author=author, institution=ours, parties=[ours])
    told.submitted()
    add_comment(told.story, text="Of how many?", quote="We visited a peer twice.", by=told.editor)
    return_piece(told.story, reason="Say what it cost.", by=told.editor)
    case(slug="audit-awaits", title="Audit awaits its partner").asked()
    juncture = CriticalJuncture.objects.create(pk=1, name="Covid-19", started_on=date(2020, 1, 30))
    juncture.pieces.add(story)
    CollectionFactory(title="To begin with", slug="to-begin-with", holding=[story], maker=author)


def make_library(author):
    """A work with findings, notes and recommendations, another that may be the same, and a question they speak to."""
    work = ResourceFactory(title="What is known of audit", slug="known-of-audit", annotation=RICH)
    ResourceFactory(title="What is known of audit", slug="known-again")
    condition = ConditionFactory(slug="matching", name_en="People fit the task")
    outcome = OutcomeFactory(slug="people-learn", name_en="People learn")
    finding = FindingFactory(pk=1, source=work, condition=condition, outcome=outcome)
    ConditionFactory(slug="trust", name_en="There is trust")
    FindingNote.objects.create(finding=finding, by=author, text="So it is with us.", language="en")
    Recommendation.objects.create(resource=work, number=1, text="Match people with care.")
    question = OpenQuestionFactory(slug="who-learns", text="Who learns, and how do we know?")
    QuestionEvidence.objects.create(question=question, finding=finding, bearing="for", added_by=author)
