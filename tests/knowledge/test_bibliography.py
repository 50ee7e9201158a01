"""Publications come in from four formats and go out in them without loss; what is broken is named."""

import json
from datetime import date

import pytest

from knowledge.bibliography.cleaning import Faulty, clean_doi, clean_work
from knowledge.bibliography.formats import FORMATS, format_of, read
from knowledge.bibliography.works import Work
from knowledge.models.choices import ResourceType

WORKS = [
    Work(
        title="What Do We Know? 5% of R&D, {braces}, one { more and a_b",
        authors=("Allum, Cliff", "Effective Institutions Platform", "de la Cruz, María José"),
        publishers=("Norec", "National School of Government & Sons"),
        year=2019,
        resource_type="review",
        container="Papers, second series",
        volume="7",
        issue="36",
        pages="12–34",
        edition="2nd",
        place="Førde",
        doi="10.1787/abc_1",
        isbn="978-92-64-12345-6",
        url="https://example.org/a_b?x=1&y=2%20%25#top",
        language="fr",
        published_on=date(2019, 10, 5),
        summary="=It begins like a formula. It costs $5 ~ €4 ^ and ends \\ here.",
        key="what-do-we-know",
    ),
    Work(title="ما نعرفه عن التبادل", language="ar", resource_type="learning_note", key="arabic"),
    *(
        Work(title=f"A {each}", resource_type=each, key=f"a-{each}", container="Held in")
        for each in ResourceType.values
    ),
]


def brought_back(form, works):
    text = "".join(FORMATS[form].write(works))
    return [clean_work(entry.raw) for entry in FORMATS[form].read(text)]


def cleaned(**raw):
    return clean_work({"title": "A title"} | raw)


@pytest.mark.parametrize("form", ["bib", "ris", "json"])
def test_what_is_written_is_read_back_the_same(form):
    assert brought_back(form, WORKS) == [(work, []) for work in WORKS]


def test_a_table_comes_back_the_same_but_for_the_key():
    unkeyed = [Work(**work.facts) for work in WORKS]

    assert brought_back("csv", WORKS) == [(work, []) for work in unkeyed]


@pytest.mark.parametrize("form", ["csv", "bib", "ris", "json"])
def test_a_format_is_known_by_what_stands_in_the_file(form):
    assert format_of("".join(FORMATS[form].write(WORKS)), "download.txt") == form


def test_a_broken_bibtex_entry_is_named_and_the_others_are_read():
    text = (
        "@article{first, title = {Fine}, year = 2001}\n"
        "@article{broken, title = {No end, author = {A}\n"
        "@book{last, title = {Fine too}}\n"
        "@misc{twice, title = {A}, title = {B}}\n"
    )

    entries = read(text)

    assert [(each.place, each.raw.get("title"), each.fault) for each in entries] == [
        ("line 1", "Fine", ""),
        (
            "line 2",
            None,
            "The entry that begins “@article{broken, title = {No end, author = {A}” does not end: "
            "a bracket or a comma is missing.",
        ),
        ("line 3", "Fine too", ""),
        ("line 4", None, "It says twice what its title is."),
    ]


def test_latex_in_bibtex_becomes_words_and_addresses_stay():
    text = (
        r'@string{wb = "World Bank"} @techreport{k, author = {Cliff Allum and M{\"u}ller, J{\'o}se and {Audit Office} '
        r'and Ludwig van Beethoven and others}, title = "What {We} Know: 5\% \& more -- 100% sure", institution = wb, '
        r"url = {https://example.org/a_b?x=1&y=2%20}, pages = {1--9}, month = oct}"
    )

    work, remarks = clean_work(read(text)[0].raw)

    assert remarks == []
    assert (work.title, work.authors, work.publishers, work.url, work.pages) == (
        "What We Know: 5% & more – 100% sure",
        ("Allum, Cliff", "Müller, Jóse", "Audit Office", "van Beethoven, Ludwig"),
        ("World Bank",),
        "https://example.org/a_b?x=1&y=2%20",
        "1–9",
    )


def test_a_ris_record_without_an_end_does_not_swallow_the_next():
    text = "TY  - JOUR\nTI  - First\nAU  - Mensah, Ama\n\nTY  - BOOK\nT1  - Second\nPY  - 2019/10/15/\nER  - \n"

    works = [clean_work(entry.raw)[0] for entry in read(text)]

    assert [(work.title, work.authors, work.year, work.published_on) for work in works] == [
        ("First", ("Mensah, Ama",), None, None),
        ("Second", (), 2019, date(2019, 10, 15)),
    ]


def test_json_of_crossref_is_read():
    item = {
        "type": "article-journal",
        "title": ["Peer learning"],
        "author": [{"family": "Mensah", "given": "Ama"}, {"literal": "An office"}],
        "issued": {"date-parts": [[2020, 5]]},
        "DOI": "10.1000/X1",
    }

    work, remarks = clean_work(read(json.dumps([item, "no entry"]))[0].raw)

    assert remarks == []
    assert (work.title, work.authors, work.year, work.published_on, work.doi, work.resource_type) == (
        "Peer learning",
        ("Mensah, Ama", "An office"),
        2020,
        None,
        "10.1000/x1",
        "article",
    )


@pytest.mark.parametrize("text", ["{", "[1", '[{"title": "A"}', "[" * 100_000])
def test_broken_json_is_said(text):
    assert [bool(entry.fault) for entry in read(text)] == [True]


@pytest.mark.parametrize("text", ["", "author,year\nA,2019\n", "\x00", "no,such\n", "TY  - ", "@article{", "@", '"a'])
@pytest.mark.parametrize("form", ["csv", "bib", "ris", "json"])
def test_whatever_is_read_is_an_entry_or_a_fault(form, text):
    for entry in FORMATS[form].read(text):
        assert entry.fault or entry.raw


@pytest.mark.parametrize(
    ("typed", "doi"),
    [
        ("10.1787/ABC.1", "10.1787/abc.1"),
        ("https://doi.org/10.1787/abc.1", "10.1787/abc.1"),
        ("http://dx.doi.org/10.1787%2Fabc.1", "10.1787/abc.1"),
        ("doi.org/10.1787/abc.1?utm_source=x", "10.1787/abc.1"),
        ("doi: 10.1787/abc.1.", "10.1787/abc.1"),
        ("https://example.org/10.1787/abc.1", ""),
        ("not a doi", ""),
        ("10.1/x", ""),
    ],
)
def test_a_doi_is_kept_bare(typed, doi):
    assert clean_doi(typed) == doi


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ({"doi": "https://doi.org/10.1787/ABC"}, {"doi": "10.1787/abc"}),
        ({"url": "https://doi.org/10.1787/ABC"}, {"doi": "10.1787/abc"}),
        ({"doi": "https://example.org/x"}, {"url": "https://example.org/x"}),
        ({"url": "www.example.org"}, {"url": "https://www.example.org"}),
        ({"url": "javascript:alert(1)"}, {}),
        ({"year": "n.d."}, {}),
        ({"year": "c. 2019"}, {"year": 2019}),
        ({"year": "٢٠١٩"}, {"year": 2019}),
        ({"year": "9999"}, {}),
        ({"year": "2019-02-30"}, {"year": 2019}),
        ({"language": "English"}, {"language": "en"}),
        ({"language": "fr-CH"}, {"language": "fr"}),
        ({"language": "Klingon"}, {}),
        ({"resource_type": "Learning note"}, {"resource_type": "learning_note"}),
        ({"isbn": "no"}, {}),
        ({"summary": "<p>One.</p> " + "Two words. " * 90}, {"summary": "One. " + " ".join(["Two words."] * 54)}),
    ],
)
def test_what_is_typed_is_put_right(raw, kept):
    assert cleaned(**raw)[0] == Work(**{"title": "A title"} | kept)


@pytest.mark.parametrize("raw", [{"title": ""}, {"title": "…"}, {"title": "x" * 251}, {"volume": "9" * 41}])
def test_what_cannot_be_kept_is_refused(raw):
    with pytest.raises(Faulty):
        cleaned(**raw)


def test_what_is_left_out_is_said():
    _work, remarks = cleaned(doi="no doi", url="ftp://x", year="19", isbn="x", language="Klingon")

    assert remarks == [
        "The year “19” has not four figures, so it is left out.",
        "“no doi” is not a DOI, so it is left out.",
        "“ftp://x” is not an address of a page on the web, so it is left out.",
        "“x” is not an ISBN, so it is left out.",
        "The language “Klingon” is not known here.",
    ]
