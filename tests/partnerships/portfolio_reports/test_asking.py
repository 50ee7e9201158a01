"""Asking for a report: a worker makes it, and what cannot be is said beside its field."""

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from core.models import Visibility
from partnerships.models import (
    PortfolioReport,
)
from partnerships.reports import making
from partnerships.services.portfolio_reports import CannotReport
from partnerships.tasks import sweep_portfolio_reports
from tests.factories import member_of, partnership_between
from tests.partnerships.portfolio_reports.reading import NEW, asked, made

pytestmark = pytest.mark.django_db


def form_of(client, records):
    page = client.get(NEW, {"pick": [each.pk for each in records], "show": "mine", "q": "audit"})
    fields = dict(page.context["form"].initial)
    return {"pick": [each.pk for each in records], "format": "docx", "show": "mine", "q": "audit"} | fields


def test_a_report_is_left_to_a_worker(client, record, officer, delayed, django_capture_on_commit_callbacks):
    client.force_login(officer)
    form = form_of(client, [record])

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(NEW, form, follow=True)
        client.post(NEW, form)

    report = PortfolioReport.objects.get()
    assert delayed == [report.pk]
    assert (report.status, report.partnership_ids) == ("waiting", [record.pk])
    assert report.selected_by == "Mine; search: “audit”; 1 record ticked"
    assert "Your report is being made." in answer.content.decode()


def test_a_report_of_all_found_needs_no_tick(client, donor, officer, record, delayed):
    for n in range(25):
        partnership_between(supply=donor, title=f"Audit number {n}")
    partnership_between(supply=donor, title="Tax registers")
    draft = {"visibility": Visibility.PRIVATE, "standing": "one_side", "created_by": officer}
    partnership_between(supply=donor, title="Audit draft", **draft)
    client.force_login(officer)
    whole = {"show": "mine", "q": "audit", "country": "KE", "whole": "1"}

    page = client.get(NEW, whole)
    client.post(NEW, whole | dict(page.context["form"].initial) | {"format": "docx"})

    report = PortfolioReport.objects.get()
    assert len(report.partnership_ids) == 26
    assert report.selected_by == "Mine; search: “audit”; Country: KE; 26 records found"


def test_more_than_a_report_holds_is_refused_with_the_form_as_it_was(
    client, donor, officer, record, delayed, monkeypatch
):
    monkeypatch.setattr("partnerships.services.portfolio_reports.MOST_RECORDS", 1)
    partnership_between(supply=donor)
    client.force_login(officer)
    whole = {"show": "mine", "whole": "1"}

    form = dict(client.get(NEW, whole).context["form"].initial)
    answer = client.post(NEW, whole | form | {"format": "pdf", "title": "Kept"})

    assert answer.context["form"].non_field_errors() == ["A report holds at most 1 records. Tick fewer."]
    assert 'value="Kept"' in answer.content.decode()


@pytest.mark.parametrize("show", ["handed-over", "bogus", ""])
def test_there_is_no_report_of_all_where_there_are_no_records(client, officer, record, show):
    client.force_login(officer)

    assert client.get(NEW, {"show": show, "whole": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"ends_on": "2024-01-01", "starts_on": "2025-01-01"},
            {"ends_on": ["The period cannot end before it starts."]},
        ),
        ({"starts_on": ""}, {"starts_on": ["This field is required."]}),
        ({"starts_on": "31/31/2025"}, {"starts_on": ["Write a day such as 2025-01-31."]}),
        ({"starts_on": "0000-00-00"}, {"starts_on": ["Write a day such as 2025-01-31."]}),
        ({"title": ""}, {"title": ["This field is required."]}),
        ({"title": "…"}, {"title": ["Write it in words: there is no letter or figure in it."]}),
        ({"title": "a" * 201}, {"title": ["Ensure this value has at most 200 characters (it has 201)."]}),
        ({"format": "exe"}, {"format": ["Select a valid choice. exe is not one of the available choices."]}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(client, record, officer, delayed, typed, errors):
    client.force_login(officer)

    answer = client.post(NEW, form_of(client, [record]) | typed)

    assert answer.context["form"].errors == errors
    assert [each.title for each in answer.context["records"]] == [record.title]
    assert PortfolioReport.objects.count() == 0


def test_five_reports_at_a_time_are_enough(record, officer, delayed):
    for _ in range(5):
        asked([record], officer)

    with pytest.raises(CannotReport, match="Please wait for one of them"):
        asked([record], officer)


def test_the_key_of_somebody_elses_form_opens_nothing(record, officer, donor):
    report = asked([record], officer)

    with pytest.raises(CannotReport, match="Open the form again"):
        asked([record], member_of(donor), creation_key=report.creation_key)


def test_making_it_again_changes_nothing(record, officer):
    report = made([record], officer)

    assert making.make(report.pk) is False
    assert default_storage.listdir(f"reports/{timezone.localdate():%Y/%m}")[1] == [f"{report.creation_key}.docx"]


def test_who_may_no_longer_gets_none(record, officer):
    report = asked([record], officer)
    officer.memberships.update(status="ended")
    making.make(report.pk)
    report.refresh_from_db()

    assert (report.status, report.error) == ("failed", "You may not make such reports any more.")


def test_a_mistake_of_ours_is_told_and_does_not_come_back(record, officer, monkeypatch, caplog):
    def broken(content):
        raise RuntimeError("a mistake")

    monkeypatch.setitem(making.WRITERS, "docx", broken)

    report = made([record], officer)

    assert (report.status, report.error[:29]) == ("failed", "Something went wrong on our s")
    assert sweep_portfolio_reports() == 0
