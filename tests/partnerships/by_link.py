"""What tests of signed links share: a record that waits for the demand side's word, and the address to answer at."""

import re
from html import unescape

from django.urls import reverse

from core.models import Visibility
from partnerships.asking.links import send_link, token_for
from tests.factories import CountryFactory, InstitutionFactory, member_of, partnership_between

SEALED = re.compile(r'name="sealed" value="([^"]+)"')
READ = re.compile(r'name="read" value="([^"]+)"')


def waiting_record(**fields):
    """Reported by the supply side, and seen by the parties only until the demand side has answered."""
    offers = InstitutionFactory(name="Statistics Norway", country=CountryFactory(north=True))
    asks = InstitutionFactory(name="Statistics Office of Malawi")
    facts = {
        "title": "Household surveys by tablet",
        "problem": "Results come two years late.",
        "summary": "Two offices work on field surveys.",
        "standing": "one_side",
        "visibility": Visibility.PARTIES,
        "source_url": "",
        "reported_by": offers,
    }
    record = partnership_between(asks, offers, **(facts | fields))
    record.asks, record.offers, record.officer = asks, offers, member_of(offers)
    return record


def link_for(record, institution=None, address="ama@statistics.example", **more):
    institution = institution or record.asks
    return send_link(partnership=record, institution=institution, address=address, by=record.officer, **more)


def url_of(link):
    return reverse("side-link", args=[token_for(link)])


def read_of(response):
    return READ.search(response.content.decode()).group(1)


def sealed_of(response):
    return unescape(SEALED.search(response.content.decode()).group(1))


def typed(client, url, **changes):
    """What a browser sends when somebody changes these fields of the page and leaves the others."""
    page = client.get(url)
    form = page.context["form"]
    data = {form[name].html_name: form[name].value() or "" for name in form.fields}
    return data | {"read": read_of(page), "do": "check"} | changes


def answer(client, url, **changes):
    """Both steps; the second response."""
    checked = client.post(url, typed(client, url, **changes))
    return client.post(url, {"do": "send", "sealed": sealed_of(checked)})


WHO = {"name": "Ama Mensah", "job_title": "Chief Statistician"}
CONFIRMS = {"decision": "confirm", "agreed_visibility": "public", **WHO}
