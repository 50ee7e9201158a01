"""The desk: the queue by state and age, one text opened, what is done with several, and the previews."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.models import Country, User
from core.models import Visibility
from knowledge.desk import pace, queue, waiting
from knowledge.desk.hints import hints
from knowledge.desk.marking import marked
from knowledge.desk.opened import Opened
from knowledge.models import Piece
from knowledge.models.choices import Audience, State
from knowledge.services.comments import add_comment
from knowledge.services.states import take_on_piece
from tests.factories import CountryFactory, InstitutionFactory, MembershipFactory, UserFactory
from tests.factories.knowledge import ResourceFactory, StoryFactory
from tests.factories.partnerships import partnership_between
from tests.knowledge.curating import case

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory(role=User.Role.EDITOR)
    client.force_login(user)
    return user


def desk(**query):
    return reverse("knowledge:desk", query=query)


def waits(state, days, **fields):
    story = StoryFactory(state=state, **fields)
    Piece.objects.filter(pk=story.pk).update(state_since=timezone.now() - timedelta(days=days))
    return story


def titles(selection, user):
    return [piece.title for piece in queue.queue(selection, user)]


@pytest.mark.parametrize(
    ("role", "code"), [(None, 302), (User.Role.MEMBER, 403), (User.Role.EDITOR, 200), (User.Role.ADMINISTRATOR, 200)]
)
def test_the_desk_is_the_secretariats(client, role, code):
    if role:
        client.force_login(UserFactory(role=role))

    assert client.get(desk()).status_code == code


class TestQueue:
    def test_what_waits_longest_comes_first_within_its_state(self, editor):
        waits(State.READY, 30, title="Ready")
        waits(State.SUBMITTED, 1, title="New today")
        waits(State.SUBMITTED, 9, title="New last week")
        waits(State.IN_REVIEW, 2, title="In review")
        waits(State.DRAFT, 50, title="A draft")

        assert titles(queue.Selection("all"), editor) == ["In review", "New last week", "New today", "Ready"]

    def test_my_queue_is_what_i_curate_and_what_nobody_does(self, editor):
        waits(State.IN_REVIEW, 1, title="Mine", owner=editor)
        waits(State.IN_REVIEW, 1, title="A colleague's", owner=UserFactory())
        waits(State.SUBMITTED, 1, title="Nobody's")

        assert titles(queue.Selection("mine"), editor) == ["Mine", "Nobody's"]

    def test_tabs_count_what_they_list(self, editor):
        waits(State.IN_REVIEW, 1, owner=editor)
        waits(State.WITH_PARTNER, 1)
        waits(State.SUBMITTED, 1)
        waits(State.DRAFT, 1)
        StoryFactory()

        counted = queue.counts(editor)

        assert counted == {tab: len(titles(queue.Selection(tab), editor)) for tab in queue.TABS}
        assert (counted["mine"], counted["all"], counted["published"]) == (2, 3, 1)

    @pytest.mark.parametrize(
        ("words", "found"), [("malawi", True), ("STORY audits", True), ("büro", True), ("resource", False)]
    )
    def test_words_narrow_by_title_kind_country_and_home(self, editor, words, found):
        story = waits(State.SUBMITTED, 1, title="Audits", institution=InstitutionFactory(name="Buro of Records"))
        country = CountryFactory()
        Country.objects.filter(pk=country.pk).update(name_en="Malawi")
        story.countries.add(country)

        assert titles(queue.Selection("all", words), editor) == (["Audits"] if found else [])

    @pytest.mark.parametrize("words", ["%", "a" * 5000, "' OR 1=1 --", "()"])
    def test_odd_words_find_nothing_and_break_nothing(self, client, editor, words):
        waits(State.SUBMITTED, 1, title="Reports")

        assert client.get(reverse("knowledge:desk"), {"q": words, "state": "nonsense"}).status_code == 200

    def test_late_is_what_stood_too_long_but_not_what_has_its_hour(self, editor):
        late = waits(State.WITH_PARTNER, 8, title="Late")
        waits(State.WITH_PARTNER, 6, title="In time")
        set_for = waits(State.READY, 20, title="Has its hour")
        Piece.objects.filter(pk=set_for.pk).update(publish_at=timezone.now() + timedelta(days=1))

        rows = [queue.row(piece) for piece in queue.queue(queue.Selection("all"), editor)]

        assert [row.piece.title for row in rows if row.is_late] == [late.title]

    def test_the_page_takes_as_many_queries_for_many(self, client, editor, django_assert_max_num_queries):
        told = case()
        told.submitted()
        client.get(desk())  # content types are read once and remembered

        def queries():
            with django_assert_max_num_queries(45) as captured:
                client.get(desk())
            return len(captured)

        one = queries()
        for _each in range(9):
            waits(State.SUBMITTED, 0).countries.add(CountryFactory())
        assert queries() == one


class TestOpened:
    def test_the_piece_of_the_address_lies_open_else_the_first(self, client, editor):
        waits(State.SUBMITTED, 5, title="First")
        second = waits(State.SUBMITTED, 1, title="Second")

        assert client.get(desk()).context["opened"].piece.title == "First"
        assert client.get(desk(piece=second.slug)).context["opened"].piece.title == "Second"
        assert client.get(desk(piece="not-there")).status_code == 404

    def test_a_draft_of_somebody_else_is_not_known_here(self, client, editor):
        assert client.get(desk(piece=waits(State.DRAFT, 1).slug)).status_code == 404

    def test_a_comment_stands_below_the_words_it_is_about(self, editor):
        told = case(context="<p>It fell by <em>half</em>.</p>", what_we_did="<p>We called.</p>")
        told.submitted()
        add_comment(told.story, by=editor, text="Who?", quote="We called")
        add_comment(told.story, by=editor, text="When?")

        opened = Opened(told.story, editor)

        assert [[comment.text for comment in section.comments] for section in opened.sections] == [[], ["Who?"]]
        assert [comment.text for comment in opened.loose_comments] == ["When?"]
        assert "<mark>We called</mark>" in opened.sections[1].text

    def test_marks_come_only_into_the_text_and_quotes_bring_no_markup(self):
        text = '<p><a href="https://half.example.org">half &lt;b&gt;</a></p>'

        assert marked(text, ["half"]).count("<mark>half</mark>") == 1
        assert "https://half.example.org" in marked(text, ["half"])
        assert "<mark>&lt;b&gt;</mark>" in marked(text, ["<b>"])

    def test_the_way_says_where_it_has_been(self, editor):
        told = case()
        told.asked()
        told.story.refresh_from_db()

        assert [stop.state for stop in Opened(told.story, editor).way] == ["done", "done", "now", "", ""]

    def test_hints_name_what_is_missing(self):
        told = case(what_was_hard="")

        found = {str(hint.label): hint.is_met for hint in hints(told.story, words=[], open_comments=2)}

        assert found["Opens with the problem"] is True
        assert found["Says what was hard"] is False
        assert found["Evidence linked: a source or a file"] is False
        assert found["All comments settled"] is False

    def test_who_curates_it_is_not_asked_to_take_it_on(self, editor):
        told = case()
        told.submitted()
        story = take_on_piece(told.story, by=editor)

        assert "take_on" not in [step.name for step in Opened(story, editor).steps]


class TestTogether:
    def url(self, act):
        return reverse("knowledge:desk_together", args=[act])

    def test_ticked_texts_are_named_before_anything_happens(self, client, editor):
        told = case()
        told.submitted()

        page = client.get(self.url("take-on"), {"pick": told.story.pk})

        assert page.context["pieces"] == [Piece.objects.get(pk=told.story.pk)]
        assert Piece.objects.get(pk=told.story.pk).state == State.SUBMITTED

    def test_they_are_given_to_a_colleague(self, client, editor):
        told, other = case(), case()
        told.submitted()
        other.submitted()
        colleague = UserFactory(role=User.Role.EDITOR)

        client.post(self.url("assign"), {"pick": [told.story.pk, other.story.pk], "to": colleague.pk})

        assert {piece.owner for piece in Piece.objects.all()} == {colleague}

    def test_one_that_moved_on_is_named_and_the_others_are_done(self, client, editor):
        told, other = case(), case()
        told.submitted()
        other.submitted()
        Piece.objects.filter(pk=other.story.pk).update(state=State.CHANGES_REQUESTED)

        sent = {"pick": [told.story.pk, other.story.pk], "reason": "Say what it cost."}
        page = client.post(self.url("return"), sent, follow=True)

        assert {piece.state for piece in Piece.objects.all()} == {State.CHANGES_REQUESTED}
        assert [message.level_tag for message in page.context["messages"]] == ["success", "error"]

    def test_without_a_reason_nothing_happens_and_the_ticks_stay(self, client, editor):
        told = case()
        told.submitted()

        page = client.post(self.url("return"), {"pick": told.story.pk, "reason": ""})

        assert page.context["form"].errors
        assert f'name="pick" value="{told.story.pk}"' in page.content.decode()
        assert Piece.objects.get(pk=told.story.pk).state == State.SUBMITTED

    @pytest.mark.parametrize("picks", [[], ["x"], ["9" * 40], ["-1"]])
    def test_no_ticks_lead_back_with_a_word(self, client, editor, picks):
        assert client.get(self.url("take-on"), {"pick": picks}).status_code == 302

    def test_administrators_look_and_editors_act(self, client):
        client.force_login(UserFactory(role=User.Role.ADMINISTRATOR))

        assert client.get(self.url("take-on"), {"pick": 1}).status_code == 403
        assert client.get(desk()).context["ticks"] is False


class TestPreview:
    def url(self, piece, audience):
        return reverse("knowledge:preview", args=[piece.slug], query={"as": audience})

    def test_each_audience_sees_the_partnerships_it_may_know_of(self, client):
        told = case()
        hidden = partnership_between(told.agency, told.ministry, title="For the parties", visibility=Visibility.PARTIES)
        told.story.partnerships.add(hidden)
        told.submitted()
        client.force_login(told.editor)

        seen = {name: client.get(self.url(told.story, name)).content.decode() for name in ("anon", "member", "party")}

        assert {name: "For the parties" in page for name, page in seen.items()} == {
            "anon": False,
            "member": False,
            "party": True,
        }
        assert Piece.objects.get(pk=told.story.pk).state == State.SUBMITTED

    def test_for_members_only_means_nothing_for_the_others(self, client):
        told = case(audience=Audience.COMMUNITY, context="<p>Kept among members.</p>")
        told.submitted()
        client.force_login(told.editor)

        assert "Kept among members." not in client.get(self.url(told.story, "anon")).content.decode()
        assert "Kept among members." in client.get(self.url(told.story, "member")).content.decode()

    def test_a_resource_has_its_preview_too(self, client, editor):
        resource = ResourceFactory(state=State.IN_REVIEW)

        assert client.get(self.url(resource, "anon")).status_code == 200

    def test_it_is_for_who_has_a_part_in_the_text(self, client):
        told = case()
        told.submitted()
        client.force_login(MembershipFactory().user)
        stranger = client.get(self.url(told.story, "anon")).status_code
        client.force_login(told.author)

        assert (stranger, client.get(self.url(told.story, "anon")).status_code) == (404, 200)


class TestWaiting:
    def test_requests_and_institutions_without_a_voice_are_counted(self, editor):
        MembershipFactory(status="requested")

        piles = {str(pile.label): pile.count for pile in waiting.piles(editor)}

        assert piles == {"People who ask to join": 1, "Institutions for which nobody speaks yet": 1}

    def test_who_owes_the_next_step_is_named(self, editor):
        told = case()
        told.asked()
        waits(State.CHANGES_REQUESTED, 3, author=UserFactory(name="Ama Mensah"))
        waits(State.SUBMITTED, 2)

        owed = [(debt.name, str(debt.what), debt.count) for debt in waiting.debts(editor)]

        assert owed == [
            ("Ama Mensah", "to make changes", 1),
            ("Nobody yet", "to curate", 1),
            (told.ministry.name, "to agree", 1),
        ]


def test_the_median_is_that_of_what_was_published_in_the_last_year(editor):
    now = timezone.now()
    for taken, published in ((3, 10), (5, 20), (30, 30), (99, 500)):
        at = now - timedelta(days=published)
        StoryFactory(first_published_at=at, submitted_at=at - timedelta(days=taken))

    assert pace.median_days(editor) == 5


def test_nothing_published_has_no_median(editor):
    assert pace.median_days(editor) is None
