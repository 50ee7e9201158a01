"""The words of a search, marked in its results; and numbers that people can read."""

import pytest
from django.urls import reverse

from core.searching import STEMMED, parsed
from core.templatetags.components import facet_options
from p2pportal.search import views
from p2pportal.search.hits import Found
from p2pportal.search.marks import marked
from tests.factories import InstitutionFactory, StoryFactory

pytestmark = pytest.mark.django_db


def marks(text, words, language="en"):
    """The text with its marks in brackets."""
    [parts] = marked([(text, language)], parsed(words, *STEMMED))
    return "".join(f"[{part}]" if is_word else part for part, is_word in parts)


@pytest.mark.parametrize(
    ("text", "language", "words", "shown"),
    [
        ("Tax officers visit", "en", "tax", "[Tax] officers visit"),
        ("What officers learnt", "en", "officer learn", "What [officers] learnt"),
        ("Les partenaires des écoles", "fr", "partenaire ecole", "Les [partenaires] des [écoles]"),
        ("El catastro y los municipios", "es", "municipio", "El catastro y los [municipios]"),
        ("الشراكات بين المؤسسات", "ar", "الشراكة", "[الشراكات] بين المؤسسات"),
        ("Ofisi ya kodi", "sw", "kodi", "Ofisi ya [kodi]"),
        ("Nothing of it", "en", "tax", "Nothing of it"),
        ("", "en", "tax", ""),
    ],
)
def test_words_are_marked_in_their_forms(text, language, words, shown):
    assert marks(text, words, language) == shown


@pytest.mark.parametrize(
    "text",
    [
        "a < b & <b>bold</b> <script>alert(1)</script>",
        "&lt;img src=x onerror=alert(1)&gt;",
        "https://example.org/?a=1&b=2 mail@example.org",
        "  two  spaces ",
        "a" * 300 + " émigré ’ — \u202b",
    ],
)
def test_a_text_stays_as_it_is(text):
    assert "".join(part for part, _is_word in marked([(text, "en")], parsed("bold", *STEMMED))[0]) == text


def test_many_texts_keep_their_order(django_assert_num_queries):
    asked, texts = parsed("tax", *STEMMED), [(f"tax {number}", "en") for number in range(40)]

    with django_assert_num_queries(1):
        found = marked(texts, asked)

    assert found == [[("tax", True), (f" {number}", False)] for number in range(40)]


def test_without_hits_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert marked([], "") == []


def test_markup_in_a_title_and_in_the_words_is_only_text(client):
    StoryFactory(title="<mark onclick=alert(1)>tax</mark>", summary="A \x02tax\x03 <b>office</b>")

    html = client.get(reverse("search"), {"q": "tax or <script>"}).text

    assert "&lt;mark onclick=alert(1)&gt;<mark>tax</mark>&lt;/mark&gt;" in html
    assert [
        "<script>" in html.split("</head>")[1].split("<script type")[0],
        "<mark onclick" in html,
        "<b>office" in html,
    ] == [False] * 3


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "1,234"), ("fr", "1\xa0234"), ("es", "1\xa0234"), ("ar", "1234")]
)
def test_large_counts_are_grouped_as_the_language_does(client, monkeypatch, language, shown):
    InstitutionFactory(name="Xylophone house")
    monkeypatch.setattr(views, "find", lambda *_asked: Found([], {"story": 1234}, 10_000, 1234))

    html = client.get(f"/{language}/search/", {"q": "xylophone"}).text

    heading = html.split('id="found">')[1].split("<")[0]
    assert shown in heading
    assert f'<span class="n">{shown}</span>' in html


def test_a_facet_prints_small_counts_as_they_are():
    options = [{"value": "a", "label": "A", "count": count} for count in (0, 999, 1000)]

    html = facet_options("kind", options, 1000)

    assert [f'<span class="n">{shown}</span>' in html for shown in ("0", "999", "1,000")] == [True] * 3
