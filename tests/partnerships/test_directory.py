"""The page of the directory."""

import pytest
from django.test import Client
from django.urls import reverse

from community.models import User
from core.models import Visibility
from partnerships.models import Partnership
from tests.factories import (
    InstitutionFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    UserFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("partnerships:list")


def test_directory_without_records_says_so(client, url):
    response = client.get(url)

    assert response.status_code == 200
    assert "No partnership is on record yet" in response.content.decode()


@pytest.mark.parametrize("view", ["cards", "table", "map"])
def test_directory_lists_what_is_public(client, url, view):
    partnership_between(title="Audit follow-up")

    response = client.get(url, {"view": view})

    assert response.status_code == 200
    assert ("Audit follow-up" in response.content.decode()) is (view != "map")


@pytest.mark.parametrize("view", ["cards", "table", "map"])
@pytest.mark.parametrize("count", [1, 10])
@pytest.mark.parametrize("query", ["", "q=audit", "country=KE&stage=unknown", "q=audit&country=KE"])
def test_directory_queries_do_not_grow(client, url, django_assert_max_num_queries, view, count, query):
    for number in range(count):
        partnership_between(title=f"Audit {number}")

    with django_assert_max_num_queries(6):
        response = client.get(f"{url}?view={view}&{query}")

    assert response.context["head"].found == str(count)


@pytest.mark.parametrize("count", [1, 10])
def test_directory_queries_do_not_grow_for_a_member(client, url, django_assert_max_num_queries, count):
    client.force_login(member_of(InstitutionFactory()))
    for _ in range(count):
        partnership_between()
        partnership_between(visibility=Visibility.COMMUNITY)

    with django_assert_max_num_queries(12):
        client.get(url)


BAD = [
    "page=0",
    "page=-1",
    "page=1000000000000000000",
    "page=1e3",
    "page=abc",
    "page=7",
    "after=broken",
    "after=W10",
    "after=" + "A" * 3000,
    "sort=user__password",
    "sort=-",
    "view=__class__",
    "visibility=private",
    "country=%FF%FE",
    "country=KE&country=" + "Z" * 500,
    "region=-1&sector=9223372036854775808&sdg=1;2",
    "language=%D9%A1%D9%A2",
    "funder=%2e%2e",
    "q=%25",
    "q=_",
    "q=((((",
    "q='",
    "q=\\",
    "q=a+AND",
    "q=*",
    "q=the+of+and",
    "q=%22unclosed",
    "q=-audit",
    "q=" + "word+" * 1000,
    "q=%E2%80%AE%E2%80%8B",
    "q={{7*7}}{%25+debug+%25}",
    "q=<script>alert(1)</script>",
    "&".join(["q=x"] * 900),
    "q=audit&sort=relevance&page=50",
]


@pytest.mark.parametrize("query", BAD)
@pytest.mark.parametrize("view", ["", "table", "map"])
def test_directory_takes_anything(client, url, query, view):
    partnership_between(title="Audit")

    response = client.get(f"{url}?{query}&view={view}")

    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_two_thousand_parameters_are_refused(client, url):
    assert client.get(f"{url}?" + "&".join(f"a{n}=1" for n in range(2000))).status_code == 400


def test_nul_is_refused(client, url):
    assert client.get(f"{url}?q=a%00b").status_code == 400


@pytest.mark.parametrize("query", ["page=0", "page=abc", "page=99", "after=broken"])
def test_a_page_there_is_not_gives_the_first_and_says_so(client, url, query):
    partnership_between(title="Audit")

    response = client.get(f"{url}?{query}")

    assert len(response.context["cards"]) == 1
    assert "first one" in response.context["notices"][0]


@pytest.mark.parametrize("query", ["", "sort=title", "sort=start", "q=audit", "stage=unknown"])
def test_pages_by_key_show_every_record_once(client, url, query):
    for number in range(45):
        PartnershipFactory(title=f"Audit {number}", actual_start="2020" if number % 3 else "")
    address, shown = f"{url}?{query}", []

    while address:
        response = client.get(address)
        shown += [record.title for record in response.context["head"].page.items]
        following = response.context["head"].pager["next_url"]
        address = url + following if following else ""

    assert sorted(shown) == sorted(Partnership.objects.values_list("title", flat=True))


def test_pages_lead_back(client, url):
    for _ in range(45):
        PartnershipFactory()
    first = client.get(url)

    second = client.get(url + first.context["head"].pager["next_url"])
    back = client.get(url + second.context["head"].pager["previous_url"])

    assert second.context["head"].pager["text"] == "21 to 40 of 45"
    assert back.context["cards"] == first.context["cards"]


def test_unknown_value_finds_nothing_and_its_chip_says_so(client, url):
    partnership_between()

    response = client.get(url, {"country": "XX"})

    assert response.context["head"].found == "0"
    assert [(chip["label"], chip["remove_url"]) for chip in response.context["chips"]] == [
        ("Country: XX (not known)", "?")
    ]


def test_search_that_finds_nothing_offers_close_spellings(client, url):
    partnership_between(title="Statistics for all")

    response = client.get(url, {"q": "statstics"})

    assert response.context["suggestions"] == [
        {"label": "Statistics", "url": "?q=Statistics"},
        {"label": "Statistics for all", "url": "?q=Statistics+for+all"},
    ]
    assert 'href="?q=Statistics"' in response.content.decode()


def test_filters_carry_the_search_and_the_search_the_filters(client, url):
    partnership_between(title="Audit")

    response = client.get(f"{url}?q=audit&country=KE&view=table&sort=title")

    assert response.context["shown"] == [("q", "audit"), ("view", "table"), ("sort", "title")]
    assert response.context["kept"] == [("country", "KE"), ("view", "table"), ("sort", "title")]
    assert response.context["exports"][0]["url"] == "/en/partnerships/export.csv?q=audit&country=KE"


def test_demonstration_records_are_listed_with_a_badge(client, url):
    partnership_between(title="Invented", is_demo=True)

    assert "Demonstration record" in client.get(url).content.decode()


CANARY = "Xylocanary"


@pytest.fixture
def hidden():
    """Records that only their circle may hear of, each with a word of its own in every place that is listed."""
    ours = InstitutionFactory(name="Ours")
    for visibility in (Visibility.COMMUNITY, Visibility.PARTIES, Visibility.PRIVATE):
        partnership = PartnershipFactory(
            title=f"{CANARY} {visibility}",
            visibility=visibility,
            standing="public_source" if visibility == Visibility.COMMUNITY else "one_side",
        )
        funder = InstitutionFactory(name=f"{CANARY} fund {visibility}", slug=f"{CANARY}-fund-{visibility}".lower())
        PartnershipMemberFactory(partnership=partnership, institution=funder, side="funder")
        PartnershipMemberFactory(partnership=partnership, institution=ours)
        partnership.themes.add(f"{CANARY} theme {visibility}")
    return ours


def seen(client, url) -> set[str]:
    """The visibilities whose records show anywhere: list, counts, map, exports, feed."""
    texts = []
    for query in ("", "view=table", "view=map", "q=partnership", "stage=unknown", f"q={CANARY}x", "country=KE"):
        texts.append(client.get(f"{url}?{query}").content.decode())
        for format in ("csv", "json", "atom"):
            export = client.get(reverse("partnerships:export", args=[format]) + f"?{query}")
            texts.append(export.getvalue().decode())
    text = " ".join(texts)
    return {v for v in Visibility.values if any(f"{CANARY} {kind}{v}" in text for kind in ("", "fund ", "theme "))}


def test_records_show_only_in_their_circle(hidden, url):
    readers = {
        None: set(),
        UserFactory(): set(),
        member_of(InstitutionFactory()): {"community"},
        member_of(hidden): {"community", "parties"},
        UserFactory(role=User.Role.EDITOR): {"community", "parties"},
    }
    for user, expected in readers.items():
        client = Client()
        if user:
            client.force_login(user)

        assert seen(client, url) == expected
