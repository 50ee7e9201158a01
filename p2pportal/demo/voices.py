"""Invented records at each point of the way from one voice to two; their letters lie in the local inbox."""

from collections.abc import Callable
from datetime import date

from community.models import Institution, User
from p2pportal.demo.records import new_record
from partnerships.asking.letters import ask_for_confirmation
from partnerships.models import Contact, Holding, Partnership, PartnershipMember
from partnerships.services.answering import CORRECT, OBJECT, LinkAnswer, answer_by_link
from partnerships.services.confirmations import confirm_partnership
from partnerships.services.terms import sign_terms, write_terms

Side = PartnershipMember.Side
Institutions = dict[str, Institution]
People = dict[str, User]


def demo_voices(institutions: Institutions, people: People) -> int:
    """Write the records that are not there yet; how many were written."""
    told: tuple[Callable[[Institutions, People], Partnership | None], ...] = (
        _asked_by_link,
        _corrected,
        _objected_to,
        _grown_stale,
    )
    return sum(tell(institutions, people) is not None for tell in told)


def _asked_by_link(institutions: Institutions, people: People) -> Partnership | None:
    """The Institute has confirmed; the Court, which has no account, finds a link in the local inbox."""
    record = _reported(
        institutions,
        people,
        "Judgments that citizens can find and read",
        asks="asks-court",
        problem="Judgments are public by law and kept in cellars.",
    )
    if record is None:
        return None
    _contact(record, institutions["asks-court"], "Lucía Benítez", "lucia@court.demo.example", "es", people)
    write_terms(
        partnership=record,
        text="The Institute shows what it did, mistakes included.\nThe Court decides what of it fits.",
        by=people["peer@demo.example"],
    )
    return confirm_partnership(partnership=record, by=people["peer@demo.example"])


def _corrected(institutions: Institutions, people: People) -> Partnership | None:
    """The Academy answered by its link: own words, and two corrections for the donor to accept."""
    record = _reported(
        institutions,
        people,
        "Course records that follow the civil servant",
        asks="asks-school",
        problem="There is no database of training.",
    )
    if record is None:
        return None
    _contact(record, institutions["asks-school"], "Haja Rakoto", "haja@academy.demo.example", "fr", people)
    ask_for_confirmation(partnership=record)
    link = record.side_links.open().get(institution=institutions["asks-school"])
    answer_by_link(
        link=link,
        answer=LinkAnswer(
            decision=CORRECT,
            name="Haja Rakoto",
            job_title="Registrar",
            own_words="We train the same people twice, because nobody knows who was trained.",
            corrections={
                "reform": "One record for each civil servant, kept by the Academy.",
                "brings": "Forty thousand paper files, and the people who know them.",
            },
        ),
    )
    return record


def _objected_to(institutions: Institutions, people: People) -> Partnership | None:
    """The Audit Service says that this never began: its parties and the secretariat see why it is hidden."""
    record = _reported(
        institutions,
        people,
        "Audit files on tablets in the provinces",
        asks="asks-audit",
        problem="Audit files are written twice, once by hand.",
    )
    if record is None:
        return None
    _contact(record, institutions["asks-audit"], "Fatmata Koroma", "fatmata@audit.demo.example", "en", people)
    ask_for_confirmation(partnership=record)
    link = record.side_links.open().get(institution=institutions["asks-audit"])
    answer = LinkAnswer(
        decision=OBJECT,
        name="Fatmata Koroma",
        job_title="Director of Field Audit",
        note="We spoke about this once. Nothing was agreed, and we would not want it shown.",
    )
    return answer_by_link(link=link, answer=answer)


def _grown_stale(institutions: Institutions, people: People) -> Partnership | None:
    """Confirmed by both sides, more than a year ago."""
    record = _reported(
        institutions,
        people,
        "Births counted by midwives, not by forms",
        asks="asks-statistics",
        problem="Half of all births reach us after the child's first birthday.",
    )
    if record is None:
        return None
    government, peer = people["government@demo.example"], people["peer@demo.example"]
    confirm_partnership(partnership=record, by=government)
    record = confirm_partnership(partnership=record, by=peer)
    terms = write_terms(partnership=record, text="The Office speaks first at every meeting.", by=government)
    sign_terms(terms=terms, by=government)
    record.confirmed_on = date(2025, 9, 1)
    record.save(update_fields=["confirmed_on"])
    return record


def _reported(institutions: Institutions, people: People, title: str, *, asks: str, problem: str) -> Partnership | None:
    """As the donor logged it, and looks after it."""
    donor = people["donor@demo.example"]
    record = new_record(
        title,
        [
            {"institution": institutions[asks], "side": Side.DEMAND},
            {"institution": institutions["offers-statistics"], "side": Side.SUPPLY},
            {"institution": institutions["donor"], "side": Side.BROKER},
        ],
        sectors=["16062"] if asks == "asks-statistics" else ["15110"],
        targets=["16.6"],
        kind=Partnership.Kind.PEER_EXCHANGE,
        stage=Partnership.Stage.FOUNDING,
        problem=problem,
        problem_reported_by=institutions["donor"].name,
        planned_start="2026-09",
        languages=["en"],
        reported_by=institutions["donor"],
        created_by=donor,
    )
    if record is not None:
        Holding.objects.create(partnership=record, institution=institutions["donor"], holder=donor)
    return record


def _contact(
    record: Partnership, institution: Institution, name: str, address: str, language: str, people: People
) -> None:
    Contact.objects.create(
        partnership=record,
        institution=institution,
        name=name,
        email=address,
        language=language,
        added_by=people["donor@demo.example"],
    )
