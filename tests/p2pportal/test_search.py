"""The search over everything: what is found, by whom, and what is never told."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.models import Country, Institution, InstitutionName, Sector
from core import searching
from core.registry import searchables
from events.models import AgendaItem, EventHost
from knowledge.models.choices import Audience, State
from p2pportal.search import hits
from tests.factories import (
    ChallengeFactory,
    CollectionFactory,
    FindingFactory,
    InstitutionFactory,
    LearningEventFactory,
    MethodFactory,
    NeedFactory,
    OfferFactory,
    OpenQuestionFactory,
    ResourceFactory,
    StoryFactory,
    UserFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db

KINDS = [
    *("story", "method", "challenge", "resource", "finding", "question", "collection"),
    *("event", "need", "offer", "partnership", "institution"),
]


def one_of_each(word, **hidden):
    """A record of each kind whose title holds the word, as everybody sees them."""
    source = ResourceFactory(title="A source")
    return {
        "story": StoryFactory(title=f"{word} story"),
        "method": MethodFactory(title=f"{word} method"),
        "challenge": ChallengeFactory(title=f"{word} challenge"),
        "resource": ResourceFactory(title=f"{word} resource"),
        "finding": FindingFactory(title=f"{word} finding", source=source),
        "question": OpenQuestionFactory(text=f"{word} question?"),
        "collection": CollectionFactory(title=f"{word} collection"),
        "event": LearningEventFactory(title=f"{word} event"),
        "need": NeedFactory(problem=f"{word} need"),
        "offer": OfferFactory(expertise=f"{word} offer"),
        "partnership": partnership_between(title=f"{word} partnership"),
        "institution": InstitutionFactory(name=f"{word} institution"),
    }


def search(client, **asked):
    return client.get(reverse("search"), asked)


def titles(client, q, **asked):
    return [hit.title for hit in found(client, q, **asked).hits]


def found(client, q, **asked):
    return search(client, q=q, **asked).context["found"]


def test_search_finds_every_kind_and_leads_to_each(client):
    records = one_of_each("Cadastre")

    answer = search(client, q="cadastre")

    assert {hit.kind for hit in answer.context["found"].hits} == set(KINDS) == {kind.name for kind in searchables()}
    assert answer.context["found"].counts == dict.fromkeys(KINDS, 1)
    html = answer.content.decode()
    assert [
        kind for kind, record in records.items() if kind != "finding" and record.get_absolute_url() not in html
    ] == []
    assert reverse("knowledge:finding", args=[records["finding"].pk]) in html


@pytest.mark.parametrize("count", [1, 10])
def test_search_query_count_does_not_grow(client, django_assert_num_queries, count):
    for number in range(count):
        one_of_each(f"Cadastre {number}")
    search(client, q="cadastre")

    with django_assert_num_queries(4):
        search(client, q="cadastre")


def test_search_of_a_member_stays_within_its_queries(client, django_assert_max_num_queries):
    one_of_each("Cadastre")
    client.force_login(UserFactory())

    with django_assert_max_num_queries(8):
        search(client, q="cadastre")


def test_search_that_finds_nothing_stays_within_its_queries(client, django_assert_max_num_queries):
    one_of_each("Cadastre")

    with django_assert_max_num_queries(8):
        answer = search(client, q="cadaster")

    assert answer.context["suggestions"] != []


@pytest.mark.parametrize(
    ("title", "language", "typed"),
    [
        ("Vérification des marchés publics", "fr", "verifications"),
        ("Las auditorías ciudadanas", "es", "auditoria ciudadana"),
        ("Auditing the land registers", "en", "audits register"),
        ("تقييم المشاريع", "ar", "المشاريع"),
    ],
)
def test_search_stems_in_the_language_of_the_text_and_ignores_accents(client, title, language, typed):
    StoryFactory(title=title, language=language)

    assert titles(client, typed) == [title]


def test_search_puts_a_title_before_a_text(client):
    StoryFactory(title="In the text", context="<p>A cadastre of the land, and much else besides.</p>")
    StoryFactory(title="The cadastre")

    assert titles(client, "cadastre") == ["The cadastre", "In the text"]


def test_institution_is_found_by_other_names_country_and_sector(client):
    Country.objects.update_or_create(iso2="MG", defaults={"name_en": "Madagascar", "name_fr": "Madagascar"})
    institution = InstitutionFactory(name="Court of Accounts", acronym="CoA", country_id="MG")
    InstitutionName.objects.create(institution=institution, name="Tribunal de cuentas")
    Sector.objects.update_or_create(code="15111", defaults={"name_en": "Public finance management"})
    institution.sectors.set(["15111"])

    names = [
        titles(client, typed)
        for typed in ("tribunal", "coa", "madagascar", "madagascar accounts", "finance management")
    ]

    assert names == [["Court of Accounts"]] * 5


def test_institution_follows_its_names(client):
    institution = InstitutionFactory(name="Before")
    other = InstitutionName.objects.create(institution=institution, name="Registry")
    other.delete()
    Institution.objects.filter(pk=institution.pk).update(name="After")

    assert [titles(client, typed) for typed in ("before", "registry", "after")] == [[], [], ["After"]]


def test_event_is_found_by_its_hosts_and_its_agenda_and_not_by_how_one_joins(client):
    event = LearningEventFactory(
        title="Measuring",
        joining_url="https://rooms.example/canaryroom",
        joining_notes="canarynotes",
        dial_in="canaryline",
    )
    EventHost.objects.create(event=event, institution=InstitutionFactory(name="Office of Weights"))
    item = AgendaItem.objects.create(event=event, title="Balances", position=1)

    assert titles(client, "balances") == titles(client, "weights", kind="event") == ["Measuring"]
    assert [titles(client, typed) for typed in ("canaryroom", "canarynotes", "canaryline")] == [[], [], []]
    item.delete()
    assert titles(client, "balances") == []


def hidden_records():
    """One of each kind that an outsider may not know of, each with the same word."""
    draft = StoryFactory(title="Canaryword draft", state=State.DRAFT)
    members = MethodFactory(title="Canaryword for members", audience=Audience.COMMUNITY)
    taken_down = ChallengeFactory(title="Canaryword taken down", state=State.ARCHIVED, archive_reason="by_secretariat")
    return [
        draft,
        members,
        taken_down,
        ResourceFactory(title="Canaryword submitted", state=State.SUBMITTED, submitted_at=timezone.now()),
        FindingFactory(title="Canaryword finding", source=members),
        OpenQuestionFactory(text="Canaryword question?", is_on_board=False),
        partnership_between(title="Canaryword parties", visibility="parties"),
        LearningEventFactory(title="Canaryword event", visibility="private"),
        LearningEventFactory(title="Canaryword draft event", status="draft"),
    ]


@pytest.mark.parametrize("typed", ["canaryword", "canaryworf", "kanaryword", "draft or parties or members"])
def test_search_tells_outsiders_nothing_of_what_is_hidden(client, typed):
    hidden_records()

    answer = search(client, q=typed)

    assert (answer.context["found"].counts, answer.context["suggestions"]) == ({}, [])
    assert "Canaryword" not in answer.content.decode()


def test_search_shows_members_what_is_for_members(client):
    hidden_records()
    client.force_login(member_of(InstitutionFactory()))

    assert sorted(titles(client, "canaryword")) == ["Canaryword finding", "Canaryword for members"]


def test_search_shows_authors_no_draft_among_what_is_published(client):
    draft, *_others = hidden_records()
    client.force_login(draft.author)

    assert "Canaryword draft" not in titles(client, "canaryword")


def test_what_is_taken_down_is_gone_at_once(client):
    story = StoryFactory(title="Cadastre")
    assert titles(client, "cadastre") == ["Cadastre"]

    type(story).objects.filter(pk=story.pk).update(state=State.ARCHIVED, archive_reason="consent_withdrawn")

    assert titles(client, "cadastre") == []


def test_kinds_are_narrowed_and_still_counted(client):
    one_of_each("Cadastre")

    answer = found(client, "cadastre", kind=["story", "event"])

    assert sorted(hit.kind for hit in answer.hits) == ["event", "story"]
    assert (answer.total, answer.counts) == (2, dict.fromkeys(KINDS, 1))


def test_filters_of_language_sector_and_country_hold_for_every_kind_that_knows_them(client):
    Country.objects.update_or_create(iso2="MG", defaults={"name_en": "Madagascar"})
    category, _made = Sector.objects.update_or_create(code="151", defaults={"name_en": "Government"})
    Sector.objects.update_or_create(code="15111", defaults={"name_en": "Public finance", "category": category})
    one_of_each("Cadastre")
    story = StoryFactory(title="Cadastre in Madagascar", language="fr")
    story.sectors.set(["15111"])
    story.countries.set(["MG"])
    FindingFactory(title="Cadastre finding in Madagascar", source=story)
    InstitutionFactory(name="Cadastre of Madagascar", country_id="MG")

    by_country = sorted(titles(client, "cadastre", country="mg"))
    by_sector = sorted(titles(client, "cadastre", sector="151"))
    by_both = titles(client, "cadastre", country="MG", sector="15111", language="fr")

    assert by_country == ["Cadastre finding in Madagascar", "Cadastre in Madagascar", "Cadastre of Madagascar"]
    assert by_sector == ["Cadastre finding in Madagascar", "Cadastre in Madagascar"]
    assert by_both == ["Cadastre in Madagascar"]


def test_an_unknown_value_of_a_filter_finds_nothing_and_says_so(client):
    one_of_each("Cadastre")

    answer = search(client, q="cadastre", country="zz")

    assert (answer.context["found"].hits, answer.context["suggestions"]) == ([], [])
    assert "ZZ (unknown)" in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        "%",
        "_",
        "((((",
        "a AND",
        "'",
        "*",
        '"',
        "-",
        ":*",
        "\\",
        "the of and",
        "😀",
        "مشروع",
        "<script>",
        "word " * 1000,
        "x" * 5000,
    ],
)
def test_odd_words_get_an_answer(client, typed):
    StoryFactory()

    answer = search(client, q=typed)

    assert answer.status_code == 200
    assert "<script>x" not in answer.content.decode()


def test_too_many_words_are_cut_and_it_is_said(client):
    answer = search(client, q="word " * (searching.MOST_WORDS + 1))

    assert "Only the first 32 words are looked for." in answer.context["notices"]


@pytest.mark.parametrize("page", ["0", "-1", "1e3", "abc", "10000000000", "٢", "11"])
def test_a_page_that_makes_no_sense_is_the_first_and_says_so(client, page):
    StoryFactory(title="Cadastre")

    answer = search(client, q="cadastre", page=page)

    assert [hit.title for hit in answer.context["found"].hits] == ["Cadastre"]
    assert answer.context["notices"] == ["Pages can be asked for by number from 1 to 10. This is the first one."]


def test_pages_hold_everything_once(client, monkeypatch):
    monkeypatch.setattr(hits, "PAGE_SIZE", 4)
    one_of_each("Cadastre")

    pages = [titles(client, "cadastre", page=page) for page in (1, 2, 3)]

    assert [len(page) for page in pages] == [4, 4, 4]
    assert len({title for page in pages for title in page}) == len(KINDS)


def test_counts_stop_where_ranking_stops(client, monkeypatch):
    monkeypatch.setattr(hits, "RANKED_OF_EACH", 2)
    for number in range(4):
        StoryFactory(title=f"Cadastre {number}")

    answer = search(client, q="cadastre")

    assert (answer.context["found"].counts, answer.context["is_bounded"]) == ({"story": 2}, True)
    assert found(client, "cadastre", kind="story").counts == {"story": 4}
    assert "More than 2 found" in answer.content.decode()


def test_a_typing_mistake_leads_to_what_was_meant(client):
    StoryFactory(title="Procurement in the open")

    answer = search(client, q="prokurement")

    assert [each["label"] for each in answer.context["suggestions"]] == ["Procurement", "Procurement in the open"]


def test_a_typing_mistake_under_a_filter_leads_to_nothing(client):
    StoryFactory(title="Procurement in the open")

    assert search(client, q="prokurement", kind="story").context["suggestions"] == []


def test_search_only_reads():
    answer = Client().post(reverse("search"))

    assert answer.status_code == 405


def test_what_was_learnt_comes_before_institutions_of_that_name_and_their_full_names_find_them_first(client):
    InstitutionFactory(name="Statistics Bureau")
    partnership_between(InstitutionFactory(name="Statistics Office"), title="Counting the harvest")
    StoryFactory(title="Statistics that people trust")

    assert titles(client, "statistics")[0] == "Statistics that people trust"
    assert titles(client, "statistics office")[0] == "Statistics Office"


@pytest.mark.parametrize("name", ["home", "about", "events:list", "account_login", "search"])
def test_every_page_has_the_search_box(client, name):
    html = client.get(reverse(name)).content.decode()

    assert f'<form role="search" action="{reverse("search")}"' in html


def test_institution_follows_its_sectors_and_its_country(client):
    country = Country.objects.create(iso2="MG", iso3="MDG", name_en="Oldland")
    sector = Sector.objects.create(code="15111", name_en="Oldsector")
    institution = InstitutionFactory(name="An office", country=country)
    institution.sectors.set([sector])
    Country.objects.filter(pk="MG").update(name_en="Newland")
    Sector.objects.filter(pk="15111").update(name_en="Newsector")

    assert [titles(client, typed) for typed in ("oldland", "oldsector")] == [[], []]
    assert [titles(client, typed) for typed in ("newland", "newsector")] == [["An office"], ["An office"]]


def test_event_follows_the_names_of_its_series_and_hosts(client):
    host = InstitutionFactory(name="Oldname")
    event = LearningEventFactory(title="Measuring")
    EventHost.objects.create(event=event, institution=host)
    Institution.objects.filter(pk=host.pk).update(name="Newname")

    assert (titles(client, "oldname"), titles(client, "newname", kind="event")) == ([], ["Measuring"])
