"""Settling what was reported: who sees it, who is told, what is kept."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from community import services
from community.emails import reports_still_open
from community.models import ProblemReport, User
from community.reporting import reported_page
from mail.models import Message
from tests.factories import InstitutionFactory, ProblemReportFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
LIST = "/en/reports/"
PAGE = "/en/institutions/records/"


@pytest.fixture(autouse=True)
def office(settings):
    settings.SECRETARIAT_EMAIL = "office@example.org"


@pytest.fixture
def ministry():
    return InstitutionFactory(name="Ministry of Records", slug="records")


@pytest.fixture
def focal_point(ministry):
    return member_of(ministry)


def recipients(purpose):
    return sorted(Message.objects.filter(purpose=purpose).values_list("recipient", flat=True))


@pytest.fixture
def problem(ministry):
    page = reported_page(PAGE, UserFactory())
    return services.report_problem(page=page, text="Wrong.", reply_to="ada@example.org", language="fr", by=None)


def test_the_owner_settles_it_and_the_answer_is_mailed(client, problem, focal_point):
    client.force_login(focal_point)
    assert "Wrong." in client.get(problem.get_absolute_url()).content.decode()

    client.post(problem.get_absolute_url(), {"answer": "Put right. Thank you."})

    problem.refresh_from_db()
    letter = Message.objects.get(purpose="problem-answered")
    assert (problem.handled_by, problem.answer) == (focal_point, "Put right. Thank you.")
    assert (letter.recipient, letter.language) == ("ada@example.org", "fr")
    assert "Put right. Thank you." in letter.text


@pytest.mark.parametrize(("address", "answer"), [("ada@example.org", ""), ("", "Put right.")])
def test_no_mail_without_an_answer_or_an_address(problem, focal_point, address, answer):
    ProblemReport.objects.update(reply_to=address)

    services.handle_report(report=problem, answer=answer, by=focal_point)

    assert recipients("problem-answered") == []


def test_settled_once_is_settled(client, problem, focal_point):
    services.handle_report(report=problem, by=UserFactory(role=User.Role.EDITOR))
    client.force_login(focal_point)

    answer = client.post(problem.get_absolute_url(), {"answer": "Me too"})

    assert "settled this report already" in str(answer.context["form"].errors)
    assert recipients("problem-answered") == []


def test_one_address_gets_three_answers_a_day(focal_point, ministry):
    page = reported_page(PAGE, focal_point)
    for number in range(4):
        report = services.report_problem(page=page, text="x", reply_to="victim@example.org", language="en", by=None)
        if number < 3:
            services.handle_report(report=report, answer="Done", by=focal_point)

    with pytest.raises(services.CannotHandle, match="tomorrow"):
        services.handle_report(report=report, answer="Done", by=focal_point)

    assert len(recipients("problem-answered")) == 3


def test_strangers_see_nothing_of_it(client, problem):
    for person in (member_of(InstitutionFactory()), member_of(InstitutionFactory(), "staff")):
        client.force_login(person)
        assert client.get(problem.get_absolute_url()).status_code == 404
        assert client.post(problem.get_absolute_url()).status_code == 404

    assert client.get(LIST).status_code == 404  # staff answer for nothing
    client.logout()
    assert client.get(LIST).status_code == 302


def test_lists_hold_what_is_ones_own(client, problem, focal_point):
    ProblemReportFactory(text="Somebody else's")

    def listed(person, **query):
        client.force_login(person)
        return [report.pk for report in client.get(LIST, query).context["page"].items]

    assert listed(focal_point) == [problem.pk]
    assert len(listed(UserFactory(role=User.Role.EDITOR))) == 2
    services.handle_report(report=problem, by=focal_point)
    assert (listed(focal_point), listed(focal_point, state="handled")) == ([], [problem.pk])


@pytest.mark.parametrize("state", ["", "handled"])
@pytest.mark.parametrize("count", [1, 10])
def test_list_query_count_does_not_grow(client, ministry, focal_point, count, state, django_assert_max_num_queries):
    for _ in range(count):
        report = ProblemReportFactory(reporter=UserFactory(), content_type=ContentType.objects.get_for_model(ministry))
        report.institutions.add(ministry)
        if state:
            services.handle_report(report=report, by=focal_point)
    client.force_login(focal_point)

    with django_assert_max_num_queries(6):
        client.get(LIST, {"state": state})


def test_mail_about_a_problem_is_not_sent_once_it_is_settled(problem, focal_point):
    ids = set(Message.objects.values_list("pk", flat=True))
    assert reports_still_open(ids) == ids

    services.handle_report(report=problem, by=UserFactory(role=User.Role.EDITOR))

    assert reports_still_open(ids) == set()


def test_mail_about_a_problem_is_not_sent_to_who_left(ministry):
    focal_point = member_of(ministry)
    services.report_problem(page=reported_page(PAGE, focal_point), text="x", language="en", by=None)
    services.end_membership(membership=focal_point.memberships.get(), by=focal_point)

    left = Message.objects.filter(pk__in=reports_still_open(Message.objects.values_list("pk", flat=True)))
    assert [message.recipient for message in left] == ["office@example.org"]


def test_erasing_a_person_forgets_who_reported(problem):
    person = UserFactory(email="ada@example.org")
    mine = ProblemReportFactory(reporter=person)

    services.anonymise(user=person, by=person)

    assert ProblemReport.objects.get(pk=mine.pk).reporter is None
    assert ProblemReport.objects.get(pk=problem.pk).reply_to == ""


def test_the_admin_lists_and_settles(client, problem):
    administrator = UserFactory(role=User.Role.ADMINISTRATOR)
    client.force_login(administrator)
    url = reverse("admin:community_problemreport_changelist")

    client.post(url, {"action": "handled", "_selected_action": [problem.pk]})
    again = client.post(url, {"action": "handled", "_selected_action": [problem.pk]}, follow=True)

    problem.refresh_from_db()
    assert problem.handled_by == administrator
    assert "settled this report already" in again.content.decode()
    assert client.get(url, {"settled": "no"}).context["cl"].result_count == 0
    assert client.get(url, {"settled": "yes"}).context["cl"].result_count == 1
    assert client.get(reverse("admin:community_problemreport_change", args=[problem.pk])).status_code == 200
