"""Who may take a report away, and when it goes."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from community import services
from community.models import User
from core.models import Visibility
from partnerships.models import (
    Partnership,
    PortfolioReport,
)
from partnerships.tasks import sweep_portfolio_reports
from tests.factories import member_of
from tests.partnerships.portfolio_reports.reading import asked, made

pytestmark = pytest.mark.django_db


def file_of(report):
    return f"/en/portfolio/reports/{report.pk}/file/"


def test_its_owner_takes_it_away_as_an_attachment(client, record, officer):
    report = made([record], officer)
    client.force_login(officer)

    answer = client.get(file_of(report))

    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert answer["Content-Disposition"] == 'attachment; filename="our-partnerships-in-2025.docx"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")


def test_nobody_else_finds_it(client, record, officer, donor):
    report = made([record], officer)

    for other in (
        member_of(donor),
        member_of(donor, role="staff"),
        User.objects.create_user("ed@example.org", role="administrator"),
    ):
        client.force_login(other)
        assert client.get(report.get_absolute_url()).status_code == 404
        assert client.get(file_of(report)).status_code == 404
    client.logout()
    assert client.get(file_of(report)).status_code == 302


def refused(client, report):
    answer = client.get(file_of(report), follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_what_its_owner_may_not_read_any_more_is_not_handed_out(client, record, officer):
    report = made([record], officer)
    client.force_login(officer)
    again = ["You may not read all of this report any more. Please ask for a new one."]

    Partnership.objects.update(visibility=Visibility.PRIVATE, standing="one_side", confirmed_on=None)
    assert refused(client, report) == again

    Partnership.objects.update(visibility=Visibility.PARTIES)
    assert b"".join(client.get(file_of(report)).streaming_content).startswith(b"PK")

    officer.memberships.update(status="ended")
    assert refused(client, report) == again


def test_a_document_that_was_lost_is_told_in_plain_words(client, record, officer):
    report = made([record], officer)
    default_storage.delete(report.file.name)
    client.force_login(officer)

    assert refused(client, report) == ["The document is not here any more. Please ask for a new one."]


@pytest.fixture
def sweep(django_capture_on_commit_callbacks):
    def swept():
        with django_capture_on_commit_callbacks(execute=True):
            return sweep_portfolio_reports()

    return swept


def test_after_a_month_it_is_gone_with_its_file(record, officer, sweep, time_machine):
    report = made([record], officer)
    time_machine.move_to(timezone.now() + timedelta(days=29))
    sweep()
    assert default_storage.exists(report.file.name)

    time_machine.shift(timedelta(days=2))
    sweep()

    assert (PortfolioReport.objects.count(), default_storage.exists(report.file.name)) == (0, False)


def test_with_a_closed_account_it_goes(record, officer, sweep):
    report = made([record], officer)
    services.set_active(user=officer, is_active=False, by=officer)

    sweep()

    assert (PortfolioReport.objects.count(), default_storage.exists(report.file.name)) == (0, False)


def test_what_was_lost_with_the_broker_is_made_after_all(record, officer, delayed, time_machine):
    report = asked([record], officer)
    assert sweep_portfolio_reports() == 0

    time_machine.move_to(timezone.now() + timedelta(minutes=21))

    assert sweep_portfolio_reports() == 1
    assert delayed == [report.pk]


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_of_reports_costs_the_same(client, record, officer, count, django_assert_max_num_queries):
    for _ in range(count):
        PortfolioReport.objects.create(
            owner=officer,
            title="T",
            starts_on="2025-01-01",
            ends_on="2025-12-31",
            partnership_ids=[],
            format="docx",
            creation_key=uuid.uuid4(),
        )
    client.force_login(officer)

    with django_assert_max_num_queries(9):
        assert len(client.get("/en/portfolio/reports/").context["reports"]) == count
