"""What tests of others' words begin with: an outcome that one side told, its partner, and a link to an outsider."""

import re
from dataclasses import dataclass

from partnerships.models import Partnership
from partnerships.models.choices import Side
from results.models import HarvestedOutcome, SubstantiationLink
from results.models.choices import Level
from results.services.asking import Asked, ask_outsider, ask_partner
from results.services.outcomes import harvest_outcome
from results.substantiation_links import token_for
from tests.factories import InstitutionFactory, member_of, partnership_between
from tests.factories.community import CountryFactory, MembershipFactory, UserFactory

ADDRESS = "clerk@parliament.example"


@dataclass
class Case:
    """`teller` told it for the side that asks; `partner` speaks for the side that offers."""

    partnership: Partnership
    outcome: HarvestedOutcome
    teller: object
    partner: object

    def path(self, what=""):
        return f"/en/partnerships/{self.partnership.slug}/outcomes/{self.outcome.number}/{what}"


def case(**fields):
    offering = InstitutionFactory(country=CountryFactory(north=True))
    partnership = partnership_between(supply=offering, **fields)
    teller = speaker_of(partnership, Side.DEMAND, "asks.example")
    partner = speaker_of(partnership, Side.SUPPLY, "offers.example")
    return Case(partnership, harvest_outcome(outcome=draft_of(partnership), by=teller), teller, partner)


def speaker_of(partnership, side, domain):
    """With an address of their own institution, which is no address from outside."""
    person = member_of(partnership.members.get(side=side).institution)
    person.email = f"person{person.pk}@{domain}"
    person.save()
    return person


def draft_of(partnership, **values):
    words = {
        "what_changed": "The committee calls ministries",
        "who_changed": "The committee",
        "changed_on": "2025-05",
        "contribution": "It copied the list of its peer.",
        "level": Level.SYSTEM,
    }
    return HarvestedOutcome(partnership=partnership, **words | values)


def case_of_silent():
    """Told for the side that asks; nobody speaks in the portal for the side that offers."""
    partnership = partnership_between(supply=InstitutionFactory(country=CountryFactory(north=True)))
    teller = speaker_of(partnership, Side.DEMAND, "asks.example")
    return Case(partnership, harvest_outcome(outcome=draft_of(partnership), by=teller), teller, None)


def offering(told):
    return told.partnership.members.filter(side=Side.SUPPLY).earliest("pk").institution


def asked_party(told, address="kofi@offers.example", language="en"):
    return ask_partner(
        outcome=told.outcome,
        institution=offering(told),
        address=address,
        name="Kofi Annan",
        language=language,
        by=told.teller,
    )


def filled_for_party(link, verdict="agree", **more):
    own = {"name": "Kofi Annan", "job_title": "Auditor", "wording": fresh(link).outcome.revision, "website": ""}
    return {"verdict": verdict, "comment": "", **own, **more}


def answer_for_party(client, link, **typed):
    page = client.post(address(link), filled_for_party(link, **typed) | {"do": "check"})
    return client.post(address(link), {"sealed": sealed_by(page), "do": "send"})


def asked(told, address=ADDRESS, language="en", by=None):
    outsider = Asked(address, "Ama Mensah", "Clerk of the committee", "She keeps its minutes.", language)
    return ask_outsider(outcome=told.outcome, asked=outsider, by=by or told.teller)


def address(link, language="en"):
    return f"/{language}/results/answer/{token_for(link)}/"


def filled(link, verdict="agree", **more):
    own = {"name": "Ama Mensah", "office": "Clerk, Parliament", "wording": link.outcome.revision, "website": ""}
    return {"verdict": verdict, "comment": "", **own, **more}


def sealed_by(page):
    return re.search(r'name="sealed" value="([^"]+)"', page.content.decode())[1]


def sealed_answer(client, link, **typed):
    """The first step, as a person takes it; what is sent with the second."""
    page = client.post(address(link), filled(link, **typed) | {"do": "check"})
    return {"sealed": sealed_by(page), "do": "send"}


def answer(client, link, **typed):
    return client.post(address(link), sealed_answer(client, link, **typed))


def fresh(link):
    return SubstantiationLink.objects.select_related("outcome__partnership").get(pk=link.pk)


def stranger():
    return MembershipFactory(user=UserFactory(email="somebody@elsewhere.example")).user
