"""What is known, in the admin: every model has its place, reading what is not public leaves a trace."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from community.models import AuditEntry, User
from knowledge.models import (
    Consent,
    ConsentLink,
    FindingNote,
    Piece,
    PieceFile,
    PieceImage,
    QuestionEvidence,
    Recommendation,
    ReviewComment,
    Revision,
    StateEntry,
    Story,
    Translation,
    UnsavedText,
    Uptake,
)
from knowledge.models.choices import Audience, State
from tests.factories import InstitutionFactory, UserFactory
from tests.factories.knowledge import (
    ChallengeFactory,
    CollectionFactory,
    ConditionFactory,
    FindingFactory,
    MethodFactory,
    OpenQuestionFactory,
    OutcomeFactory,
    ResourceFactory,
    StoryFactory,
)
from tests.partnerships.admin_pages import save

pytestmark = pytest.mark.django_db
IN_OTHER_PAGES = {"ImageSize", "OpenQuestionFormerSlug", "PieceFormerSlug"}
MODELS = sorted({model.__name__ for model in apps.get_app_config("knowledge").get_models()} - IN_OTHER_PAGES)
PRIVATE = ["Consent", "ConsentLink", "ReviewComment", "Revision", "StateEntry", "UnsavedText"]
OF_STORY = ["PieceFile", "PieceImage", "PieceParty", "Translation", "Uptake"]
KINDS = ["Challenge", "Method", "Resource", "Story"]
WRITTEN = {"Condition", "Outcome", *KINDS}


@pytest.fixture
def administrator(client):
    user = UserFactory(role=User.Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def address(name, *args):
    return reverse(f"admin:knowledge_{name}", args=args)


def around(story):
    """A row of every kind, of a story."""
    writer, home = UserFactory(), InstitutionFactory()
    revision = Revision.objects.create(
        piece=story, number=7, sha256="7" * 64, content={"title": "Secret"}, language="en"
    )
    link = ConsentLink.objects.create(piece=story, institution=home, revision=revision, address="secret@example.org")
    said = {"piece": story, "institution": home, "revision_sha256": "7" * 64, "by_name": "Secret"}
    Consent.objects.create(decision="changes", note="Secret", link=link, **said)
    ReviewComment.objects.create(piece=story, text="Secret comment", by=writer)
    StateEntry.objects.create(piece=story, state=State.DRAFT, reason="Secret reason", by=writer)
    UnsavedText.objects.create(piece=story, writer=writer, content={"context": "Secret"}, base_version=1)
    file = SimpleUploadedFile("a.pdf", b"%PDF-")
    PieceFile.objects.create(piece=story, title="Secret file", file=file)
    PieceImage.objects.create(piece=story, file="pieces/a.jpg", width=2, height=2, alt="Secret", credit="Somebody")
    Translation.objects.create(piece=story, language="fr", content={"title": "Secret"}, of_sha256="7" * 64)
    Uptake.objects.create(piece=story, user=writer, kind="tried", text="Secret uptake")
    return story


def everything():
    story = around(StoryFactory(parties=[InstitutionFactory()]))
    MethodFactory()
    ChallengeFactory()
    finding = FindingFactory()
    FindingNote.objects.create(finding=finding, text="Secret note")
    Recommendation.objects.create(resource=finding.source, number=1, text="Secret advice")
    QuestionEvidence.objects.create(question=OpenQuestionFactory(), piece=story)
    CollectionFactory(holding=[story])
    return story


def row_of(model):
    return apps.get_model("knowledge", model).objects.order_by("pk").first()


def log():
    return [(entry.action, entry.target, entry.detail) for entry in AuditEntry.objects.order_by("pk")]


def test_every_model_has_its_place():
    assert sorted(m.__name__ for m in admin.site._registry if m._meta.app_label == "knowledge") == MODELS


@pytest.mark.parametrize("model", MODELS)
def test_list_costs_the_same_for_ten_rows_and_tells_no_secret(
    administrator, client, model, django_assert_max_num_queries
):
    url = address(f"{model.lower()}_changelist")
    everything()
    StoryFactory(state=State.DRAFT, title="Secret draft")
    client.get(url)  # content types are read once and remembered

    def queries(**query):
        with django_assert_max_num_queries(9) as captured:
            page = client.get(url, query)
        assert (page.status_code, "Secret" in page.text) == (200, False)
        return len(captured)

    one = queries()
    for _ in range(9):
        everything()
    assert queries() == one


@pytest.mark.parametrize("typed", ["%", "((((", "'", "‮", "word " * 500, "é"])
def test_search_takes_whatever_is_typed(administrator, client, typed):
    assert client.get(address("story_changelist"), {"q": typed}).status_code == 200


def test_a_draft_is_not_found_by_its_words(administrator, client):
    StoryFactory(state=State.DRAFT, title="Hidden words")

    assert client.get(address("piece_changelist"), {"q": "hidden"}).context["cl"].result_count == 0
    assert client.get(address("piece_changelist")).context["cl"].result_count == 1


def test_rows_are_filtered_by_their_piece(administrator, client):
    story = everything()
    everything()

    page = client.get(address("reviewcomment_changelist"), {"piece": story.pk})

    assert page.context["cl"].result_count == 1


@pytest.mark.parametrize("model", PRIVATE)
def test_reading_the_way_of_a_piece_is_written_into_its_log(administrator, client, model):
    story = everything()
    row = apps.get_model("knowledge", model).objects.filter(piece=story).order_by("-pk").first()

    page = client.get(address(f"{model.lower()}_change", row.pk))

    assert (page.status_code, 'name="_save"' in page.text) == (200, False)
    assert log() == [("read", Piece.objects.get(pk=story.pk), f"{row._meta.verbose_name} {row.pk}")]


@pytest.mark.parametrize("model", OF_STORY)
def test_what_everybody_reads_leaves_no_trace_unless_the_piece_is_for_few(administrator, client, model):
    story = everything()
    url = address(f"{model.lower()}_change", row_of(model).pk)

    assert client.get(url).status_code == 200
    assert log() == []
    Story.objects.filter(pk=story.pk).update(audience=Audience.COMMUNITY)
    client.get(url)
    assert [(action, target) for action, target, _ in log()] == [("read", Piece.objects.get(pk=story.pk))]


@pytest.mark.parametrize("kind", ["piece", "story"])
def test_reading_a_draft_is_written_into_its_log(administrator, client, kind):
    story = StoryFactory(state=State.DRAFT, context="<p>Not said yet.</p>")

    page = client.get(address(f"{kind}_change", story.pk))

    assert page.status_code == 200
    assert log() == [("read", Piece.objects.get(pk=story.pk), "")]


def test_what_is_typed_and_not_saved_is_nobodys_to_read(administrator, client):
    everything()

    assert "Secret" not in client.get(address("unsavedtext_change", UnsavedText.objects.get().pk)).text


@pytest.mark.parametrize("model", sorted(set(MODELS) - WRITTEN))
def test_rows_are_read_and_not_written(administrator, client, model):
    everything()
    row, name = row_of(model), model.lower()

    answers = [client.post(address(f"{name}_{act}", row.pk), {"post": "yes"}) for act in ("change", "delete")]
    answers += [client.get(address(f"{name}_add"))]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert row_of(model) == row


@pytest.mark.parametrize(
    "factory",
    [StoryFactory, MethodFactory, ChallengeFactory, ResourceFactory],
    ids=["story", "method", "challenge", "resource"],
)
def test_who_answers_for_a_piece_is_put_right_and_its_words_are_not(administrator, client, factory):
    piece, heir = factory(title="As agreed"), UserFactory()

    answer = save(client, address(f"{piece.kind}_change", piece.pk), author=str(heir.pk), title="Mine", is_demo="on")

    after = Piece.objects.get(pk=piece.pk)
    assert answer.redirect_chain, answer.context["adminform"].form.errors
    assert (after.author, after.is_demo, after.title, after.state) == (heir, True, "As agreed", State.PUBLISHED)


@pytest.mark.parametrize("kind", ["story", "method", "challenge", "resource", "piece"])
def test_a_piece_is_neither_begun_nor_deleted_here(administrator, client, kind):
    everything()
    row = row_of(kind)

    answers = [client.get(address(f"{kind}_add")), client.post(address(f"{kind}_delete", row.pk))]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_terms_of_the_map_are_named_and_keep_their_slug(administrator, client):
    condition, outcome = ConditionFactory(slug="hosting"), OutcomeFactory()

    save(client, address("condition_change", "hosting"), name_en="Hosted well", slug="other")

    condition.refresh_from_db()
    assert (condition.name_en, condition.slug) == ("Hosted well", "hosting")
    assert client.get(address("outcome_change", outcome.pk)).status_code == 200


def test_editors_have_no_admin(client):
    client.force_login(UserFactory(role=User.Role.EDITOR))

    assert client.get(address("piece_changelist")).status_code == 302
