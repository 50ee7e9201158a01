"""What the tests of curation share: a story about a ministry, written by somebody of an agency, and the desk."""

from dataclasses import dataclass
from typing import Any

from community.models import Institution, User
from knowledge.models.choices import Decision, State
from knowledge.revisions import revision_of
from knowledge.services.consents import give_consent, send_to_partner
from knowledge.services.states import submit_piece, take_on_piece
from tests.factories.community import InstitutionFactory, UserFactory, member_of
from tests.factories.knowledge import StoryFactory


@dataclass
class Case:
    """`partner` speaks for the ministry, `author` works at the agency; both institutions are parties."""

    ministry: Institution
    agency: Institution
    author: User
    partner: User
    editor: User
    story: Any

    def submitted(self) -> Any:
        return submit_piece(self.story, by=self.author)

    def asked(self) -> Any:
        self.submitted()
        take_on_piece(self.story, by=self.editor)
        return send_to_partner(self.story, addressees={}, by=self.editor)

    def agreed(self) -> Any:
        self.asked()
        return self.answered(Decision.AGREED)

    def answered(self, decision: str, note: str = "") -> Any:
        self.story.refresh_from_db()
        seen = revision_of(self.story)
        return give_consent(self.story, decision=decision, seen_sha256=seen, by=self.partner, note=note)


def case(**fields: Any) -> Case:
    ministry, agency = InstitutionFactory(), InstitutionFactory()
    author, partner = member_of(agency, "staff"), member_of(ministry)
    fields = {"state": State.DRAFT, "author": author, "institution": agency, "parties": [agency, ministry]} | fields
    return Case(ministry, agency, author, partner, UserFactory(role=User.Role.EDITOR), StoryFactory(**fields))
