"""Who leaves takes their drafts along; what others have read stays, without a name."""

import pytest

from knowledge.models import Piece
from knowledge.models.choices import State
from knowledge.personal_data import tell
from knowledge.services.erasing import forget_writing
from knowledge.services.writing import keep_unsaved
from tests.factories.knowledge import StoryFactory
from tests.knowledge.writing import draft, member

pytestmark = pytest.mark.django_db


def test_drafts_go_and_what_others_read_stays_unsigned():
    writer, friend = member(), member()
    draft(writer)
    shared, submitted, published = draft(writer), StoryFactory(author=writer, state=State.SUBMITTED), StoryFactory()
    shared.co_authors.add(friend)
    published.co_authors.add(writer)

    forget_writing(writer)

    assert set(Piece.objects.all()) == {shared.piece_ptr, submitted.piece_ptr, published.piece_ptr}
    assert not Piece.objects.written_by(writer).exists()


def test_a_writer_is_told_what_they_wrote_and_typed():
    writer = member()
    story = draft(writer, title="Ours")
    keep_unsaved(story, content={"context": "Typed"}, base_version=1, by=writer)

    told = tell(writer)

    assert [each["title"] for each in told["pieces"]] == ["Ours"]
    assert [each["text"] for each in told["typed_and_not_saved"]] == [{"context": "Typed"}]
