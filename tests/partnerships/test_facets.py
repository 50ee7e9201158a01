"""The counts beside the filters, held against counting by hand."""

import random
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now

from community.models import Country, Subregion, User
from core.models import Visibility
from partnerships import facets, listing
from partnerships.filters import BY_NAME, FACETS, Selection
from partnerships.models import FacetCount, Partnership
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    SectorFactory,
    UserFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db

STANDING = {
    Visibility.PUBLIC: "public_source",
    Visibility.COMMUNITY: "public_source",
    Visibility.PARTIES: "one_side",
    Visibility.PRIVATE: "one_side",
}


def read(query: str) -> Selection:
    return Selection.read(QueryDict(query))


@pytest.fixture
def register():
    """Forty partnerships of every visibility, with values drawn at random but always the same."""
    draw = random.Random(7)  # noqa: S311 - a repeatable draw
    Subregion.objects.create(code="061", region="Oceania", name_en="Polynesia")
    places = [
        CountryFactory(),
        CountryFactory(north=True),
        CountryFactory(iso2="TV", iso3="TUV", name_en="Tuvalu", subregion_id="061"),
    ]
    institutions = [InstitutionFactory(country=draw.choice(places)) for _ in range(8)]
    sectors = [SectorFactory(code=code, name_en=f"Sector {code}") for code in ("15111", "16062", "160")]
    author = UserFactory()
    for _ in range(40):
        visibility = draw.choice([*Visibility.values, Visibility.PUBLIC, Visibility.PUBLIC])
        partnership = PartnershipFactory(
            title=draw.choice(["Tax audit", "Tax registers", "Land titles"]),
            visibility=visibility,
            standing=STANDING[visibility],
            kind=draw.choice(Partnership.Kind.values[:3]),
            stage=draw.choice(Partnership.Stage.values[:3]),
            languages=draw.sample(["en", "fr", "pt"], k=draw.randint(0, 2)),
            is_demo=draw.random() < 0.2,
            created_by=author if visibility == Visibility.PRIVATE else None,
        )
        partnership.sectors.set(draw.sample(sectors, k=draw.randint(0, 2)))
        if draw.random() < 0.5:
            partnership.themes.add(draw.choice(["open data", "digital"]))
        for side, institution in zip(("demand", "supply", "funder"), draw.sample(institutions, k=3), strict=True):
            PartnershipMemberFactory(partnership=partnership, institution=institution, side=side)
    return institutions


@pytest.fixture
def readers(register):
    return {
        "anonymous": AnonymousUser(),
        "unverified": UserFactory(),
        "member": member_of(register[0]),
        "author": member_of(register[1], email="author@example.org"),
        "editor": UserFactory(role=User.Role.EDITOR),
    }


def by_hand(selection: Selection, user) -> dict[str, dict[str, int]]:
    """Every value of every filter counted in Python over what the other filters find."""
    visible = Partnership.objects.visible_to(user)
    counts: dict[str, dict[str, int]] = {}
    for facet in FACETS:
        tally = counts.setdefault(facet.name, {})
        for partnership in selection.apply(visible, leave_out=facet.name):
            value = getattr(partnership, facet.column)
            for each in value if facet.is_list else [value]:
                tally[each] = tally.get(each, 0) + 1
    return counts


QUERIES = [
    "",
    "q=tax",
    "q=nothing+like+it",
    "country=KE",
    "country=KE&country=TV",
    "stage=scoping",
    "stage=scoping&kind=twinning",
    "stage=scoping&stage=founding&country=SE&language=fr",
    "q=tax&sector=160&direction=NS",
    "q=tax&country=KE&kind=twinning&theme=digital",
    "country=XX",
    "funder=no-such-body&region=061",
]


def counted(counts: facets.Counts) -> dict[str, dict[str, int]]:
    return {name: {o.value: o.count for o in options if o.count} for name, options in counts.options.items()}


def test_counts_are_those_counted_by_hand(readers):
    for who, user in readers.items():
        for query in QUERIES:
            selection = read(query)

            counts = facets.count(selection, user)

            assert counted(counts) == by_hand(selection, user), (who, query)
            assert counts.found == selection.apply(Partnership.objects.visible_to(user)).count(), (who, query)
            assert counts.on_record == Partnership.objects.visible_to(user).count(), (who, query)


def test_counts_hold_after_compaction_and_after_changes(readers, register):
    Partnership.objects.filter(kind="twinning").update(visibility=Visibility.PUBLIC, standing="public_source")
    listing.compact()
    Partnership.objects.filter(stage="scoping").delete()
    register[1].country = Country.objects.get(iso2="TV")
    register[1].save()
    user = readers["anonymous"]

    counts = facets.count(read(""), user)

    assert counted(counts) == by_hand(read(""), user)


@pytest.mark.parametrize("query", QUERIES)
def test_counting_takes_one_query(django_assert_num_queries, query):
    facets.count(read(query), AnonymousUser(), with_map=True)

    with django_assert_num_queries(1):
        facets.count(read(query), AnonymousUser(), with_map=True)


def test_kept_counts_are_new_as_soon_as_a_count_changes():
    partnership_between()
    before = facets.count(read(""), AnonymousUser())
    again = facets.count(read(""), AnonymousUser())
    partnership_between()
    after = facets.count(read(""), AnonymousUser())

    assert again is before
    assert (before.found, after.found) == (1, 2)


def test_map_counts_follow_the_selection():
    partnership_between(title="Tax audit")
    partnership_between(title="Land titles", demand=InstitutionFactory(country=CountryFactory(iso2="TV", iso3="TUV")))

    everything = facets.count(read(""), AnonymousUser(), with_map=True)
    selected = facets.count(read("q=land"), AnonymousUser(), with_map=True)

    assert everything.tallies == {"place": {"KE": 1, "SE": 2, "TV": 1}, "pair": {"SE>KE": 1, "SE>TV": 1}}
    assert selected.tallies == {"place": {"SE": 1, "TV": 1}, "pair": {"SE>TV": 1}}


def test_a_large_selection_is_counted_without_its_map():
    partnership_between(title="Land titles")
    partnership_between(title="Land registers")

    with_map = facets.count(read("q=land"), AnonymousUser(), with_map=True, map_of_at_most=2)
    without = facets.count(read("q=land"), AnonymousUser(), with_map=True, map_of_at_most=1)

    assert (with_map.found, without.found) == (2, 2)
    assert with_map.tallies["pair"] == {"SE>KE": 2}
    assert without.tallies == {"place": {}, "pair": {}}
    assert without.options == with_map.options


def test_a_search_tells_the_hits_to_rank_newest_first(monkeypatch):
    old, new = (partnership_between(title="Land titles", changed_at=now() - timedelta(days=n)) for n in (2, 1))
    partnership_between(title="Tax audit")

    assert facets.count(read("q=land"), AnonymousUser()).newest == [new.pk, old.pk]
    assert facets.count(read("q=land&country=TV"), AnonymousUser()).newest == []
    assert facets.count(read("q=land&sort=title"), AnonymousUser()).newest is None

    monkeypatch.setattr(facets, "MOST", 1)

    assert facets.count(read("q=land"), AnonymousUser()).newest is None


def test_labels_are_in_the_readers_language():
    partnership_between()

    with translation.override("fr"):
        counts = facets.count(read(""), AnonymousUser())

    assert [option.label for option in counts.options["country"]] == ["Kenya", "Suède"]


def test_selected_values_are_always_listed_and_known_by_name():
    partnership_between()
    CountryFactory(iso2="TV", iso3="TUV", name_en="Tuvalu")

    counts = facets.count(read("country=TV&country=XX&stage=nonsense"), AnonymousUser())

    assert counts.label("country", "TV") == ("Tuvalu", True)
    assert counts.label("country", "XX") == ("XX", False)
    assert counts.label("stage", "nonsense") == ("nonsense", False)


def test_every_stage_is_listed_even_without_records():
    counts = facets.count(read(""), AnonymousUser())

    assert [(o.value, o.count) for o in counts.options["stage"]] == [
        (stage, 0) for stage in Partnership.Stage.values if stage != "unknown"
    ]


def test_beyond_the_most_counts_are_the_least_there_are(monkeypatch):
    monkeypatch.setattr(facets, "MOST", 3)
    for _ in range(5):
        partnership_between(title="Tax audit")

    counts = facets.count(read("q=tax"), AnonymousUser())

    assert (counts.found, counts.is_at_least, counts.on_record) == (3, True, 5)


def test_kept_counts_say_nothing_of_hidden_values():
    hidden = InstitutionFactory(name="Canary fund", slug="canary-fund")
    partnership = PartnershipFactory(visibility=Visibility.PARTIES, standing="one_side", languages=["sm"])
    PartnershipMemberFactory(partnership=partnership, institution=hidden, side="funder")
    partnership.themes.add("canary theme")

    for query in ("", "q=partnership", "stage=unknown"):
        counts = facets.count(read(query), AnonymousUser())
        listed = {name: [o for o in options if o.count] for name, options in counts.options.items()}
        assert listed == {name: [] for name in BY_NAME}
    assert not FacetCount.objects.exists()


def test_a_theme_of_a_hidden_record_is_not_known_to_others(client):
    hidden = partnership_between(visibility="parties", standing="one_side")
    hidden.themes.add("Secret coup plan")

    page = client.get(reverse("partnerships:list"), {"theme": "secret-coup-plan"}).content.decode()

    assert "Secret coup plan" not in page
