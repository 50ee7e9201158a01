"""Two records of one work are offered for merging, and become one without loss."""

import pytest
from django.urls import reverse

from community.models import AuditEntry, User
from knowledge.models import FindingNote, PieceFormerSlug, Recommendation, Resource, StateEntry
from knowledge.models.choices import State
from knowledge.services.merging import CannotMerge, merge_resources
from tests.factories import SectorFactory, UserFactory
from tests.factories.knowledge import FindingFactory, ResourceFactory, StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory(role=User.Role.EDITOR)
    client.force_login(user)
    return user


def test_pairs_of_one_work_are_offered(client, editor):
    first = ResourceFactory(title="One work", year=2001)
    again = ResourceFactory(title="ONE  work", year=None)
    ResourceFactory(title="One work", year=2002)
    doi = ResourceFactory(title="By its number", doi="10.1000/x")
    same = ResourceFactory(title="By DOI", doi="10.1000/x")

    page = client.get("/en/resources/doubles/")

    found = [(pair.first, pair.other) for pair in page.context["pairs"]]
    assert (first, again) in found
    assert (doi, same) in found
    assert len(found) == 3  # the undated one may be that of 2002 as well


def test_merging_loses_nothing(editor):
    keep = ResourceFactory(title="Kept", year=2019, place="", annotation="<p>Ours.</p>")
    drop = ResourceFactory(title="Dropped", year=2018, place="Oslo", annotation="<p>Theirs.</p>")
    for resource in (keep, drop):
        Recommendation.objects.create(resource=resource, number=1, text=f"Do as {resource.title}")
        FindingFactory(source=resource, title=f"Found in {resource.title}")
    note = Resource.objects.get(pk=drop.pk).findings.get().notes.create(text="So it is.", by=editor)
    sector = SectorFactory()
    keep.sectors.add(sector)
    drop.sectors.add(sector)
    drop.themes.add("audit")
    story = StoryFactory()
    story.rests_on.add(drop)
    keep.cites.add(drop)
    other = ResourceFactory()
    other.cites.add(drop)
    PieceFormerSlug.objects.create(piece=drop, slug="older-still")

    kept = merge_resources(keep=keep, drop=drop, by=editor)

    kept.refresh_from_db()
    assert not Resource.objects.filter(pk=drop.pk).exists()
    assert (kept.title, kept.year, kept.place, kept.annotation) == ("Kept", 2019, "Oslo", "<p>Ours.</p>")
    assert [each.text for each in kept.recommendations.all()] == ["Do as Kept", "Do as Dropped"]
    assert {each.title for each in kept.findings.all()} == {"Found in Kept", "Found in Dropped"}
    assert FindingNote.objects.get(pk=note.pk).finding.source_id == kept.pk
    assert list(kept.sectors.all()) == [sector]
    assert list(kept.themes.names()) == ["audit"]
    assert list(story.rests_on.all()) == [kept]
    assert list(other.cites.all()) == [kept]
    assert list(kept.cites.all()) == []
    assert set(kept.former_slugs.values_list("slug", flat=True)) == {"older-still", drop.slug}
    assert "<p>Theirs.</p>" in [each.content["annotation"] for each in kept.revisions.all()]
    assert "year: 2018" in StateEntry.objects.filter(piece=kept).latest("pk").reason
    assert AuditEntry.objects.filter(action="merge", object_id=kept.pk, actor=editor).count() == 1


def test_a_merged_address_leads_to_the_one_that_stayed(client, editor):
    keep, drop = ResourceFactory(title="Same"), ResourceFactory(title="Same")
    address = reverse("knowledge:resource_merge", args=[keep.slug, drop.slug])

    shown = client.get(address)
    client.post(address)

    assert shown.status_code == 200
    assert client.get(f"/en/resources/{drop.slug}/")["Location"] == keep.get_absolute_url()
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("case", ["itself", "demo", "listed"])
def test_what_is_not_one_is_not_merged(editor, case):
    keep = ResourceFactory(state=State.SUBMITTED if case == "listed" else State.PUBLISHED)
    drop = keep if case == "itself" else ResourceFactory(is_demo=case == "demo")

    with pytest.raises(CannotMerge):
        merge_resources(keep=keep, drop=drop, by=editor)

    assert Resource.objects.filter(pk=drop.pk).exists()
