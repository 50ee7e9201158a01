"""Reports of problems find the record and its parties, as far as the reader may see it."""

import pytest

from community.models import ProblemReport
from community.reporting import reported_page
from core.models import Visibility
from mail.models import Message
from tests.factories import InstitutionFactory, UserFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def parties():
    return InstitutionFactory(name="Asks"), InstitutionFactory(name="Offers")


def record(parties, visibility=Visibility.PUBLIC, **fields):
    facts = {"standing": "public_source", "source_url": "https://example.org/", "visibility": visibility}
    return partnership_between(*parties, **facts | fields)


def test_a_report_goes_to_the_parties(client, parties):
    partnership = record(parties)
    focal_points = [member_of(institution) for institution in parties]
    page = client.get(partnership.get_absolute_url()).content.decode()
    assert "Something is wrong with this record" in page

    client.post("/en/report/", {"page": partnership.get_absolute_url(), "text": "The year is wrong."})

    report = ProblemReport.objects.get()
    assert (report.target, set(report.institutions.all())) == (partnership, set(parties))
    told = set(Message.objects.filter(purpose="problem-reported").values_list("recipient", flat=True))
    assert {person.email for person in focal_points} <= told


@pytest.mark.parametrize("visibility", [Visibility.PARTIES, Visibility.PRIVATE])
def test_what_a_stranger_may_not_see_is_no_record(parties, visibility):
    partnership = record(parties, visibility, standing="one_side")

    found = reported_page(partnership.get_absolute_url(), UserFactory())

    assert (found.target, found.institution_ids) == (None, frozenset())


def test_a_party_reports_what_only_parties_see(parties):
    partnership = record(parties, Visibility.PARTIES, standing="one_side")

    found = reported_page(partnership.get_absolute_url(), member_of(parties[0], "staff"))

    assert (found.target, found.institution_ids) == (partnership, {institution.pk for institution in parties})


def test_a_draft_is_told_to_nobody_even_by_its_author(parties):
    author = member_of(parties[0])
    partnership = record(parties, Visibility.PRIVATE, standing="one_side", created_by=author)

    assert reported_page(partnership.get_absolute_url(), author).target is None
