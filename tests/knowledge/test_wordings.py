"""Two wordings of a piece beside each other, and who reads them."""

import pytest
from django.urls import reverse

from community.models import User
from knowledge.models import Revision
from knowledge.models.choices import Kind, State
from knowledge.revisions import content_of, sha256_of
from knowledge.wording_changes import changes, paragraphs
from tests.factories.community import InstitutionFactory, MembershipFactory
from tests.factories.knowledge import StoryFactory
from tests.knowledge.writing import draft, member


def between(before, after, name="context"):
    found = changes(Kind.STORY, {name: before}, {name: after})
    return [each.blocks for each in found]


def test_words_taken_out_and_put_in_are_marked():
    assert between("<p>We met twice.</p>", "<p>We met three times.</p>") == [
        [[("same", "We met "), ("gone", "twice."), ("new", "three times.")]]
    ]


def test_a_paragraph_put_in_leaves_the_others_alone():
    assert between("<p>One.</p><p>Two.</p>", "<p>One.</p><p>New.</p><p>Two.</p>") == [
        [[("same", "One.")], [("new", "New.")], [("same", "Two.")]]
    ]


def test_what_is_the_same_is_left_out():
    assert between("<p>One.</p>", "<p>One.</p>") == []


def test_another_setting_of_the_same_words_is_said():
    assert between("<p>One.</p>", "<h2>One.</h2>") == [[[("same", "The same words, set in another way.")]]]


def test_cells_headings_and_entries_are_lines_of_their_own():
    assert paragraphs("<h2>A</h2><ul><li>B &amp; C</li><li>D<br>E</li></ul>") == ["A", "B & C", "D", "E"]


def test_long_texts_are_compared_soon():
    before = "".join(f"<p>Paragraph {n} of a long text.</p>" for n in range(3_000))

    assert len(between(before, before.replace("Paragraph 1500 ", "Another one "))[0]) == 3_000


def keep(piece, number):
    content = content_of(piece)
    return Revision.objects.create(
        piece=piece, number=number, content=content, sha256=sha256_of(content), language=piece.language
    )


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def story(self):
        story = draft(member(), context="<p>The first.</p>")
        keep(story, 1)
        story.context = "<p>The second.</p>"
        story.save()
        keep(story, 2)
        return story

    def page(self, client, story, user, **asked):
        client.force_login(user)
        return client.get(reverse("knowledge:revisions", args=[story.slug]), asked)

    def test_the_last_two_are_compared(self, client, story):
        page = self.page(client, story, story.author)

        assert [each.label for each in page.context["changes"]] == ["The problem"]
        assert "<del>" in page.content.decode()

    def test_the_text_as_it_stands_is_compared_with_the_last_kept(self, client, story):
        story.context = "<p>The third.</p>"
        story.save()

        page = self.page(client, story, story.author)

        blocks = page.context["changes"][0].blocks
        assert blocks == [[("same", "The "), ("gone", "second."), ("new", "third.")]]

    @pytest.mark.parametrize("asked", ["9", "x", "1 OR 1", "٢", "-1"])
    def test_a_wording_that_is_not_there(self, client, story, asked):
        assert self.page(client, story, story.author, **{"from": asked}).status_code == 404

    def test_one_wording_is_compared_with_nothing(self, client):
        story = draft(member())
        keep(story, 1)

        assert "changes" not in self.page(client, story, story.author).context

    def test_what_was_typed_is_shown_as_text(self, client, story):
        story.title = "<script>alert(1)</script>"
        story.save()

        assert "<script>alert(1)" not in self.page(client, story, story.author).content.decode()

    def test_parties_and_editors_read_them_readers_do_not(self, client):
        party = InstitutionFactory()
        story = StoryFactory(author=member(), parties=[party], state=State.IN_REVIEW)
        focal = MembershipFactory(institution=party, role="focal_point").user
        editor = MembershipFactory(user__role=User.Role.EDITOR).user

        staff = MembershipFactory(institution=party).user

        who = (focal, editor, story.author, staff, member())
        assert [self.page(client, story, user).status_code for user in who] == [200, 200, 200, 403, 404]

    @pytest.mark.parametrize("count", [1, 10])
    def test_the_page_takes_as_many_queries_for_many(self, client, count, django_assert_max_num_queries):
        story = draft(member())
        for number in range(1, count + 1):
            story.context = f"<p>{number}</p>"
            story.save()
            keep(story, number)

        client.force_login(story.author)
        with django_assert_max_num_queries(14):
            client.get(reverse("knowledge:revisions", args=[story.slug]))
