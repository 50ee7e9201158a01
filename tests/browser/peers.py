"""Two offices that offer and one that might be asked, for the browser to find; and what their pages say of them."""

import re

from matching.profiles import refresh
from tests.browser.steps import press
from tests.factories import CountryFactory, InstitutionFactory, OfferFactory, SectorFactory, partnership_between

PROBLEM = "Audit findings are repeated every year. We want ministries to act on them."
CLOSE, FLUENT, PAST = "Audit Service of Ghana", "Audit Bureau of Togo", "Court of Auditors of Rwanda"


def make_peers():
    """The first knows the same problem, and no language is known of it; the second speaks English; both offer.

    The third has shared its experience once. The night has passed, so that matching has gathered them; the offer
    of the first is given.
    """
    oversight = SectorFactory(
        code="15125", name_en="Public oversight", category=SectorFactory(code="151", name_en="Good governance")
    )
    finance = SectorFactory(code="15111", name_en="Public finance management", category=oversight.category)
    close = InstitutionFactory(name=CLOSE, slug="audit-service", country=_land("GH", "Ghana"), kind="ministry")
    fluent = InstitutionFactory(name=FLUENT, slug="audit-bureau", country=_land("TG", "Togo"), kind="ministry")
    past = InstitutionFactory(name=PAST, slug="court-of-auditors", country=_land("RW", "Rwanda"), kind="ministry")
    offer = OfferFactory(
        institution=close,
        expertise="We cut repeated audit findings with a call list.",
        method="Two visits, then a call each month.",
        hopes_to_learn="How you report to parliament.",
        languages=[],
        at_once=2,
    )
    offer.sectors.add(oversight)
    other = OfferFactory(institution=fluent, expertise="We publish the budget each month.", languages=["en"])
    other.sectors.add(finance)
    record = partnership_between(None, past, title="Auditors who learnt", problem="Reports stayed unread.")
    record.sectors.add(oversight)
    refresh(None)
    return offer


def _land(iso2, name):
    return CountryFactory(iso2=iso2, name_en=name, name_fr=name)


def names(page):
    """The peers of a page, best first."""
    return page.locator("article.peer h3").all_inner_texts()


def card(page, name):
    return page.locator("article.peer", has=page.get_by_role("heading", name=name, exact=True))


def reasons(page, name):
    """Why a peer stands where it stands, as is said at first sight: a fact for each of the five matters."""
    return dict(_line(row) for row in card(page, name).locator("h4 + table tr").all())


def criteria(page, name):
    """A fact for each of the twelve criteria, once they are opened."""
    opened = card(page, name).locator("details.peer-all")
    opened.locator("summary").click()
    return dict(_line(row) for row in opened.locator("tbody tr").all())


def _line(row):
    fact = row.locator("td").last.inner_text()
    return row.locator("th").inner_text().strip(), re.sub(r"\s+", " ", fact).strip()


def weigh(page, matter, step):
    """Move one of the five sliders, and ask for the list anew."""
    page.get_by_role("slider", name=matter).fill(str(step))
    press(page, "Update the list")
