"""The evidence map: what its cells say, what is missing in it, and what its editors do."""

import csv

import pytest
from django.urls import reverse

from community.models import AuditEntry, User
from core.keeping import Kept
from knowledge.evidence_filters import Selection
from knowledge.evidence_map import EvidenceMap
from knowledge.models import Finding
from knowledge.models.choices import Audience
from tests.factories import InstitutionFactory, SectorFactory, UserFactory, member_of
from tests.factories.knowledge import ConditionFactory, FindingFactory, OutcomeFactory, ResourceFactory, StoryFactory

pytestmark = pytest.mark.django_db
MAP = "/en/evidence/"


@pytest.fixture
def editor():
    return UserFactory(role=User.Role.EDITOR)


@pytest.fixture
def matching():
    return ConditionFactory(slug="matching", name_en="People fit")


@pytest.fixture
def learning():
    return OutcomeFactory(slug="learning", name_en="They learn", level="individual")


def test_a_cell_says_directions_and_confidence_in_words(client, matching, learning):
    FindingFactory.create_batch(2, condition=matching, outcome=learning, effect="helps", confidence="high")
    FindingFactory(condition=matching, outcome=learning, effect="hinders", confidence="low")

    drawn = EvidenceMap(UserFactory(), Selection())

    (cell,) = (cell for row in drawn.rows for _outcome, cell in row.known)
    assert [(str(each), count) for each, count in cell.directions()] == [("helps", 2), ("hinders", 1)]
    assert [(str(each), count) for each, count in cell.sureness()] == [("high", 2), ("low", 1)]
    page = client.get(MAP).content.decode()
    assert "Helps 2" in page
    assert "High 2" in page
    assert reverse("knowledge:evidence_cell", args=["matching", "learning"]) in page


def test_what_is_not_known_is_listed(client, matching, learning):
    lasting = OutcomeFactory(slug="lasting", name_en="It lasts", level="institution")
    untouched = ConditionFactory(slug="trust", name_en="There is trust")
    FindingFactory(condition=matching, outcome=learning)

    drawn = EvidenceMap(UserFactory(), Selection())
    page = client.get(reverse("knowledge:evidence_unknown")).content.decode()

    assert {row.condition: row.missing for row in drawn.rows} == {matching: [lasting], untouched: [learning, lasting]}
    assert (drawn.cells_known, drawn.cells_missing) == (1, 3)
    assert reverse("knowledge:evidence_cell", args=["matching", "lasting"]) in page
    assert reverse("knowledge:evidence_cell", args=["matching", "learning"]) not in page
    assert "There is trust" in page


def test_an_empty_cell_has_a_page_that_says_so(client, matching, learning):
    page = client.get(reverse("knowledge:evidence_cell", args=["matching", "learning"]))

    assert page.status_code == 200
    assert "Nothing is known here yet" in page.content.decode()


def test_a_cell_of_terms_that_are_not_there_is_not_found(client, matching):
    assert client.get(reverse("knowledge:evidence_cell", args=["matching", "nothing"])).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("level=individual", {"one"}),
        ("level=individual&level=organisation", {"one", "two"}),
        ("direction=mixed", {"two"}),
        ("confidence=high&level=organisation", set()),
        ("sector=15110", {"two"}),
        ("sector=15110&confidence=high", set()),
        ("confidence=unknown", set()),
        ("sector=nonsense", set()),
    ],
)
def test_filters_hold_for_table_map_and_file(client, query, found):
    sector = SectorFactory(code="15110")
    FindingFactory(title="one", level="individual", effect="helps", confidence="high")
    two = FindingFactory(title="two", level="organisation", effect="mixed", confidence="low")
    two.source.sectors.add(sector)

    table = client.get(f"{MAP}?view=table&{query}")
    lines = b"".join(client.get(f"{reverse('knowledge:evidence_export')}?{query}")).decode().splitlines()

    assert {each.title for each in table.context["page"].items} == found
    assert {row["title"] for row in csv.DictReader(lines)} == found
    assert table.context["map"].found == len(found)


def test_facets_count_under_the_other_filters(client):
    FindingFactory(level="individual", confidence="high")
    FindingFactory(level="organisation", confidence="low")

    facets = {each["name"]: each for each in client.get(f"{MAP}?confidence=high").context["facets"]}

    counted = {each["value"]: each["count"] for each in facets["level"]["options"]}
    assert counted == {"individual": 1, "organisation": 0, "institution": 0}
    assert {each["value"]: each["count"] for each in facets["confidence"]["options"]} == {
        "low": 1,
        "medium": 0,
        "high": 1,
    }


@pytest.mark.parametrize("page", ["?", "?view=table&", "not-known/?"])
@pytest.mark.parametrize(("signed_in", "most"), [(False, 5), (True, 9)])
def test_the_map_costs_the_same_with_ten_findings(client, django_assert_max_num_queries, page, signed_in, most):
    """A member costs four more than a visitor: session, account, two about memberships."""
    if signed_in:
        client.force_login(member_of(InstitutionFactory()))
    for rows in (1, 9):
        FindingFactory.create_batch(rows)
        with django_assert_max_num_queries(most):
            assert client.get(f"{MAP}{page}").status_code == 200
        with django_assert_max_num_queries(most):
            client.get(f"{MAP}{page}sector=15110&level=individual")


def values(finding, **changed):
    told = ("title", "text", "level", "effect", "confidence", "confidence_reason", "place")
    facts = {name: getattr(finding, name) for name in told}
    terms = {"condition": finding.condition_id, "outcome": finding.outcome_id, "source": finding.source.title}
    return facts | terms | {"seen": finding.version} | changed


def test_a_finding_is_entered_once_however_often_it_is_sent(client, editor):
    client.force_login(editor)
    told = values(
        FindingFactory.build(source=ResourceFactory(), condition=ConditionFactory(), outcome=OutcomeFactory())
    )

    answers = [client.post(reverse("knowledge:finding_new"), told) for _time in range(2)]

    kept = Finding.objects.get()
    assert {answer.url for answer in answers} == {reverse("knowledge:finding", args=[kept.pk])}
    assert kept.created_by == editor


@pytest.mark.parametrize("source", ["", "Nothing of this title", "/en/resources/none/", "x" * 600])
def test_a_source_that_is_not_there_is_said_beside_the_field(client, editor, source):
    client.force_login(editor)
    told = values(
        FindingFactory.build(source=ResourceFactory(), condition=ConditionFactory(), outcome=OutcomeFactory())
    )

    answer = client.post(reverse("knowledge:finding_new"), told | {"source": source})

    assert list(answer.context["form"].errors) == ["source"]
    assert Finding.objects.count() == 0
    assert told["text"] in answer.content.decode()


def test_two_editors_lose_nothing(client, editor):
    client.force_login(editor)
    finding = FindingFactory()
    address = reverse("knowledge:finding_edit", args=[finding.pk])
    client.post(address, values(finding, text="The first."))

    second = client.post(address, values(finding, text="The second."))

    assert second.status_code == 409
    page = second.content.decode()
    assert "The first." in page
    assert "The second." in page
    assert Finding.objects.get().text == "The first."
    assert client.post(address, values(finding, text="Both.", seen=2)).status_code == 302
    assert (Finding.objects.get().text, Finding.objects.get().version) == ("Both.", 3)


def test_a_finding_is_deleted_after_a_question(client, editor):
    client.force_login(editor)
    finding = FindingFactory()
    address = reverse("knowledge:finding_delete", args=[finding.pk])

    assert client.get(address).status_code == 200
    assert Finding.objects.count() == 1
    assert client.post(address).url == reverse("knowledge:evidence")
    assert Finding.objects.count() == 0
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.detail) == (editor, f"deleted: {finding.title}")


def test_notes_on_a_finding_of_a_story_stand_on_its_own_page(client, editor):
    finding = FindingFactory(source=StoryFactory())
    finding.notes.create(text="So it is here.", by=editor)
    client.force_login(editor)

    answer = client.post(reverse("knowledge:finding_note", args=[finding.pk]), {"text": "Or so.", "language": "en"})
    page = client.get(answer.url).text

    assert answer.url == reverse("knowledge:finding", args=[finding.pk])
    assert ("So it is here." in page, "Or so." in page, "<bdi>Secretariat</bdi>" in page) == (True, True, True)
    assert reverse("knowledge:finding_note", args=[finding.pk]) in page


def test_the_whole_map_is_counted_again_after_some_seconds(client, monkeypatch, matching, learning):
    monkeypatch.setattr("knowledge.evidence_counts._kept", Kept(60))
    FindingFactory(condition=matching, outcome=learning)
    assert found(client) == 1
    FindingFactory(condition=matching, outcome=learning)

    assert found(client) == 1
    assert found(client, direction="helps") == 2
    monkeypatch.setattr("knowledge.evidence_counts._kept.seconds", 0)
    assert found(client) == 2


def test_what_is_kept_for_all_is_not_what_members_see(client, monkeypatch, matching, learning):
    monkeypatch.setattr("knowledge.evidence_counts._kept", Kept(60))
    FindingFactory(condition=matching, outcome=learning, source=ResourceFactory(audience=Audience.COMMUNITY))
    assert found(client) == 0
    client.force_login(member_of(InstitutionFactory()))

    assert found(client) == 1


def found(client, **filters):
    return client.get(MAP, filters).context["map"].found
