"""How a resource is cited, by people and by programs."""

import pytest

from knowledge.bibliography.works import Work
from knowledge.citing import citation, citation_key, meta_tags
from tests.factories.knowledge import ResourceFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("work", "line"),
    [
        (
            Work(title="A review", authors=("Allum, Cliff",), publishers=("Norec",), year=2019, resource_type="review"),
            "Allum, C. (2019). A review. Norec. ",
        ),
        (
            Work(title="A note", publishers=("A network",), url="https://a.org"),
            "A network. (n.d.). A note. https://a.org",
        ),
        (Work(title="Nobody’s paper."), "Nobody’s paper. (n.d.). "),
        (
            Work(
                title="Peers",
                authors=("Mensah, Ama Kofi", "Lee, Jo-Anne", "An office"),
                year=2020,
                resource_type="article",
                container="Journal of Audit",
                volume="7",
                issue="2",
                pages="1–9",
                doi="10.1000/x",
            ),
            "Mensah, A. K., Lee, J.-A., & An office. (2020). Peers. Journal of Audit, 7(2), 1–9. https://doi.org/10.1000/x",
        ),
        (
            Work(
                title="A chapter",
                authors=("Lee, B.",),
                publishers=("A press",),
                year=2001,
                resource_type="chapter",
                container="A book",
                pages="12–20",
            ),
            "Lee, B. (2001). A chapter. In A book (pp. 12–20). A press. ",
        ),
        (
            Work(title="A book", year=1999, edition="2nd", volume="3", issue="4"),
            "A book (2nd ed., Vol. 3, No. 4). (1999). ",
        ),
    ],
)
def test_a_work_is_cited(work, line):
    assert citation(work) == line


def test_of_a_crowd_of_authors_twenty_are_named():
    work = Work(title="Crowd", authors=tuple(f"Name{number}, A." for number in range(25)), year=2000)

    assert citation(work).startswith("Name0, A., ")
    assert ", Name18, A., … Name24, A. (2000)." in citation(work)


@pytest.mark.parametrize(
    ("work", "key"),
    [
        (Work(title="What do we know?", authors=("Allum, Cliff",), year=2019), "allum2019what"),
        (Work(title="ما نعرفه", key="its-slug"), "its-slug"),
        (Work(title="Notes", publishers=("Effective Institutions Platform",)), "platformnotes"),
    ],
)
def test_a_key_is_made_of_name_year_and_word(work, key):
    assert citation_key(work) == key


def test_zotero_finds_what_it_needs_on_the_page(client):
    resource = ResourceFactory(title='Quotes " & <b>', doi="10.1000/x", resource_type="article", container="A journal")
    page = client.get(resource.get_absolute_url())

    tags = page.context["meta"]

    assert tags[:5] == [
        ("citation_title", 'Quotes " & <b>'),
        ("citation_author", "Mensah, Ama"),
        ("citation_publication_date", "2019"),
        ("citation_journal_title", "A journal"),
        ("citation_publisher", "An office"),
    ]
    assert ("DC.identifier", "https://doi.org/10.1000/x") in tags
    assert '<meta name="citation_title" content="Quotes &quot; &amp; &lt;b&gt;">' in page.content.decode()


def test_tags_of_a_work_without_names_or_year_are_few():
    assert meta_tags(ResourceFactory.build(summary=""), Work(title="Bare"), "https://p.org/x") == [
        ("citation_title", "Bare"),
        ("citation_language", "en"),
        ("citation_abstract_html_url", "https://p.org/x"),
        ("DC.title", "Bare"),
        ("DC.language", "en"),
        ("DC.type", "Other"),
    ]
