"""How a resource is cited: a line in the manner of the American Psychological Association, and tags for programs."""

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from knowledge.bibliography.works import Work
from knowledge.models import Resource
from knowledge.models.choices import ResourceType

MOST_NAMED = 20
HELD = (ResourceType.ARTICLE, ResourceType.CHAPTER)  # their title stands upright, that of the whole in italics
Part = tuple[str, bool]  # words, and whether they stand in italics


def citation(work: Work) -> str:
    return "".join(words for words, _italic in _parts(work))


def citation_html(work: Work) -> SafeString:
    return format_html_join("", "{}", ((_set(words, italic),) for words, italic in _parts(work)))


def meta_tags(resource: Resource, work: Work, page: str) -> list[tuple[str, str]]:
    """Name and content of the tags by which Zotero and Google Scholar take the page; `page` is its address."""
    told = [*_highwire(work, page), *_dublin_core(work), ("description", resource.summary)]
    return [(name, content) for name, content in told if content]


def _set(words: str, italic: bool) -> SafeString:
    return format_html("<cite>{}</cite>" if italic else "{}", words)


def _parts(work: Work) -> Iterator[Part]:
    """Who, when, what, where it is held, who published it, where one reads it."""
    who = list(work.authors) or list(work.publishers)
    when = f"({work.year or _('n.d.')})."
    is_held = work.resource_type in HELD and bool(work.container)
    title = [(_title(work), not is_held), (". ", False)]
    if who:
        yield f"{_ended(_people(who))} {when} ", False
        yield from title
    else:
        yield from title
        yield f"{when} ", False
    if work.container:
        yield from _container(work, is_held)
    if work.publishers and work.authors and list(work.publishers) != list(work.authors):
        yield f"{_ended('; '.join(work.publishers))} ", False
    yield (f"https://doi.org/{work.doi}" if work.doi else work.url), False


def _title(work: Work) -> str:
    more = [_("%(edition)s ed.") % {"edition": work.edition}] if work.edition else []
    if work.resource_type != ResourceType.ARTICLE and not work.container:
        more += [_("Vol. %(volume)s") % {"volume": work.volume}] if work.volume else []
        more += [_("No. %(number)s") % {"number": work.issue}] if work.issue else []
    return f"{work.title.rstrip('.')} ({', '.join(more)})" if more else work.title.rstrip(".")


def _container(work: Work, is_held: bool) -> Iterator[Part]:
    if work.resource_type == ResourceType.CHAPTER:
        yield f"{pgettext('in a book', 'In')} ", False
    yield work.container, is_held
    number = f"({work.issue})" if work.issue else ""
    if work.volume or number:
        yield f", {work.volume}", is_held
        yield number, False
    if work.pages:
        yield (f" (pp. {work.pages})" if work.resource_type == ResourceType.CHAPTER else f", {work.pages}"), False
    yield ". ", False


def _people(names: list[str]) -> str:
    """`Family, G. H.`, an ampersand before the last; of a crowd the first nineteen and the last."""
    short = [_short(name) for name in names]
    if len(short) == 1:
        return short[0]
    if len(short) > MOST_NAMED:
        return f"{', '.join(short[: MOST_NAMED - 1])}, … {short[-1]}"
    return f"{', '.join(short[:-1])}, & {short[-1]}"


def _short(name: str) -> str:
    """Given names as initials; the name of an office as it stands."""
    family, comma, given = name.partition(", ")
    if not comma:
        return name
    initials = " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in given.split())
    return f"{family}, {initials}"


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _highwire(work: Work, page: str) -> Iterator[tuple[str, str]]:
    first, _dash, last = work.pages.partition("–")
    is_report = work.resource_type not in (*HELD, ResourceType.BOOK, ResourceType.WEB_PAGE, ResourceType.VIDEO)
    held = {ResourceType.ARTICLE: "citation_journal_title", ResourceType.CHAPTER: "citation_inbook_title"}
    yield "citation_title", work.title
    yield from (("citation_author", name) for name in work.authors or work.publishers)
    yield "citation_publication_date", _date(work)
    yield held.get(ResourceType(work.resource_type), "citation_series_title"), work.container
    publisher = "citation_technical_report_institution" if is_report else "citation_publisher"
    yield from ((publisher, name) for name in work.publishers)
    yield from (("citation_volume", work.volume), ("citation_issue", work.issue))
    yield from (("citation_firstpage", first), ("citation_lastpage", last))
    yield from (("citation_doi", work.doi), ("citation_isbn", work.isbn), ("citation_language", work.language))
    yield from (("citation_abstract_html_url", page), ("citation_public_url", work.url))


def _dublin_core(work: Work) -> Iterator[tuple[str, str]]:
    yield "DC.title", work.title
    yield from (("DC.creator", name) for name in work.authors)
    yield from (("DC.publisher", name) for name in work.publishers)
    yield from (("DC.date", _date(work).replace("/", "-")), ("DC.language", work.language))
    yield "DC.identifier", f"https://doi.org/{work.doi}" if work.doi else work.url
    yield "DC.type", str(ResourceType(work.resource_type).label)


def _date(work: Work) -> str:
    return f"{work.published_on:%Y/%m/%d}" if work.published_on else str(work.year or "")


def citation_key(work: Work) -> str:
    """`allum2019what`: the name by which a text cites it in BibTeX."""
    name = (list(work.authors) or list(work.publishers) or [""])[0].partition(",")[0].split()[-1:]
    words = [word for word in re.split("-+", slugify(work.title)) if len(word) > 3]
    return "".join([slugify("".join(name)).replace("-", ""), str(work.year or ""), *words[:1]]) or work.key
