"""The note of whose word is missing says, after every act, what reading all words would say."""

import pytest
from django.utils import timezone

from core.models import Visibility
from partnerships.asking.links import send_link
from partnerships.consents import to_be_asked
from partnerships.models import AwaitedWord, Correction, Partnership
from partnerships.services import confirmations, corrections, drafts, editing, objections, revising, visibility
from partnerships.services.answering import LinkAnswer, answer_by_link
from partnerships.speakers import Speaker
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    PartnershipMemberFactory,
    UserFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db


def home(person):
    return person.memberships.get().institution


class Story:
    """A record of three institutions that ask or offer, one that funds, and a bureau without an account."""

    def __init__(self, **fields):
        self.asks, self.offers, self.funds = (
            member_of(InstitutionFactory()),
            member_of(InstitutionFactory(country=CountryFactory(north=True))),
            member_of(InstitutionFactory(kind="donor")),
        )
        self.bureau = InstitutionFactory()
        facts = {"standing": "one_side", "visibility": Visibility.PARTIES, "problem": "Files travel by bus."}
        self.record = partnership_between(
            home(self.asks), home(self.offers), reported_by=home(self.offers), **(facts | fields)
        )
        PartnershipMemberFactory(partnership=self.record, institution=home(self.funds), side="funder")
        PartnershipMemberFactory(partnership=self.record, institution=self.bureau, side="demand")

    def confirm(self, person, **more):
        self.fresh()
        confirmations.confirm_partnership(partnership=self.record, by=person, **more)

    def answer(self, decision, **more):
        self.fresh()
        number = self.record.side_links.count()
        link = send_link(partnership=self.record, institution=self.bureau, address=f"{number}@bureau.example", by=None)
        answer_by_link(link=link, answer=LinkAnswer(decision=decision, name="Ama", **more))

    def all_confirm(self):
        self.confirm(self.asks)
        self.answer("confirm")
        self.confirm(self.offers)

    def write(self, **values):
        self.fresh()
        target = self.record
        if revising.needs_revision(self.offers, target):
            target = revising.open_revision(partnership=target, by=self.offers)
        target = editing.save_step(partnership=target, values=values, version=target.edit_version, by=self.offers)
        if target.is_draft:
            drafts.submit_draft(partnership=target, version=target.version, by=self.offers)

    def accept(self):
        corrections.accept_corrections(corrections=Correction.objects.open(), by=self.offers)

    def fresh(self):
        self.record = Partnership.objects.get(pk=self.record.pk)


ACTS = {
    "confirm": lambda s: s.confirm(s.asks),
    "answer": lambda s: s.answer("confirm"),
    "all_confirm": lambda s: s.all_confirm(),
    "correct": lambda s: s.answer("correct", corrections={"title": f"Title {timezone.now()}"}),
    "own_words": lambda s: s.answer("correct", own_words=f"Ours {timezone.now()}"),
    "object_by_link": lambda s: s.answer("object", note="This never happened."),
    "object": lambda s: objections.object_to_partnership(partnership=s.record, reason="No.", by=s.funds),
    "accept": lambda s: s.accept(),
    "withdraw": lambda s: [
        corrections.withdraw_correction(correction=each, speaker=Speaker(name="Ama"))
        for each in Correction.objects.open()
    ],
    "write": lambda s: s.write(summary=f"Summary {timezone.now()}"),
    "lower": lambda s: confirmations.share_partnership(partnership=s.record, to=Visibility.PARTIES, by=s.funds),
    "share": lambda s: confirmations.share_partnership(partnership=s.record, to=Visibility.PUBLIC, by=s.funds),
    "hide": lambda s: visibility.change_visibility(
        partnership=s.record, to=Visibility.PARTIES, by=UserFactory(role="administrator")
    ),
}
STORIES = [
    "confirm answer all_confirm",
    "all_confirm correct accept",
    "all_confirm own_words write own_words correct accept",
    "confirm correct withdraw confirm answer",
    "correct confirm own_words accept all_confirm",
    "all_confirm object all_confirm share",
    "all_confirm write object_by_link answer share",
    "all_confirm write lower share",
    "all_confirm write correct accept write hide share",
    "all_confirm lower write all_confirm",
    "object_by_link write all_confirm",
]


@pytest.mark.parametrize("fields", [{}, {"standing": "public_source", "visibility": Visibility.PUBLIC}])
@pytest.mark.parametrize("acts", STORIES)
def test_the_note_is_what_reading_all_words_says(acts, fields):
    story = Story(**fields)
    for act in acts.split():
        story.fresh()
        ACTS[act](story)
        for record in Partnership.objects.exclude(visibility=Visibility.PRIVATE):
            noted = set(AwaitedWord.objects.filter(partnership=record).values_list("institution", flat=True))
            assert (act, noted) == (act, {member.institution_id for member in to_be_asked(record)})
