"""axe on every page, at a desk and on a phone, from left to right and from right to left."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache

from community.models import User
from core.signed_links import sign
from digests.periods import next_periods
from tests.browser.changed import FOR_A_PARTY, FOR_EVERYBODY, make_changed
from tests.browser.known import make_known
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PUBLIC = [
    "",
    "partnerships/",
    "partnerships/?view=table",
    "partnerships/?view=map",
    "partnerships/?q=nothing-like-this&kind=twinning",
    "partnerships/audit-followed-up/",
    "partnerships/audit-followed-up/timeline/",
    "advice/ladder/",
    "advice/ladder/audit-followed-up/",
    "advice/ladder/rung/international/",
    "events/",
    "events/?when=past",
    "events/month/2027/6/",
    "events/audit-clinic/",
    "events/audit-clinic/register/",
    "events/audit-clinic/register/sent/",
    "events/audit-clinic/takeaways/",
    "events/answers-that-last/",
    "events/answers-that-last/report/",
    "events/time-zone/",
    "institutions/",
    "institutions/audit-office/",
    "countries/ke/",
    "report/?page=/en/institutions/audit-office/",
    "about/",
    "privacy/",
    "accessibility/",
    "contact/",
    "methods/evidence/",
    "no-such-page/",
    f"mail/{sign('mail-choices', ['ada@example.org', 'joining'])}/",
]
ACCOUNT = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
SIGNED_IN = [
    "partnerships/new/",
    "partnerships/import/",
    "partnerships/audit-followed-up/edit/problem/",
    "partnerships/audit-followed-up/edit/plan/",
    "partnerships/audit-followed-up/share/",
    "partnerships/audit-followed-up/confirm/",
    "partnerships/audit-followed-up/delete/",
    "partnerships/audit-followed-up/add/exchange/",
    "partnerships/audit-followed-up/add/document/",
    "partnerships/audit-followed-up/add/adaptation/",
    "partnerships/audit-followed-up/add/cost/",
    "institutions/new/",
    "institutions/audit-office/edit/",
    "institutions/audit-office/members/",
    "institutions/audit-office/invitations/",
    "reports/",
    "portfolio/",
    "portfolio/?show=due",
    "portfolio/?show=waiting",
    "portfolio/?show=handed-over",
    "portfolio/reports/",
    "me/",
    "me/memberships/",
]
OF_A_HOST = [
    "events/new/",
    "events/series/new/",
    "events/me/calendar/",
    *(
        f"events/audit-clinic/{page}"
        for page in (
            *("", "manage/", "edit/", "copy/", "move/", "cancel/", "organisers/", "questions/", "agenda/"),
            *("registrations/", "participants/", "invite/", "groups/", "groups/new/"),
            *("registration/", "registration/cancel/"),
        )
    ),
    *(
        f"events/words-asked-for/{page}"
        for page in (
            *("", "attendance/", "feedback/", "feedback/results/", "takeaways/", "takeaways/new/"),
            *("report/", "report/edit/", "report/sections/outcomes/"),
        )
    ),
]
KNOWN = [
    "stories/",
    "stories/?q=nothing-like-this",
    "stories/audit-told/",
    "methods/clinic-by-phone/",
    "challenges/staff-leave/",
    "resources/",
    "resources/known-of-audit/",
    "evidence/",
    "evidence/?view=table",
    "evidence/not-known/",
    "evidence/matching/people-learn/",
    "evidence/findings/1/",
    "questions/",
    "questions/who-learns/",
    "junctures/",
    "junctures/1/",
    "collections/",
    "collections/to-begin-with/",
    "search/",
    "search/?q=audit",
    "search/?q=zzqx",
]
OF_A_WRITER = [
    "start/",
    "stories/new/",
    "methods/new/",
    "challenges/new/",
    "resources/new/",
    *(f"pieces/a-draft/{page}" for page in ("edit/", "way/", "wordings/", "submit/", "delete/")),
    *(f"pieces/a-draft/{page}" for page in ("pictures/new/", "files/new/", "comments/")),
    *(f"pieces/audit-returned/{page}" for page in ("edit/", "way/", "wordings/")),
    "pieces/audit-told/translations/",
    "pieces/audit-told/translations/fr/",
    "pieces/staff-leave/tried/",
    "evidence/findings/1/note/",
    "me/digest/",
]
OF_THE_DESK = [
    "start/",
    "desk/",
    "desk/?state=all",
    "desk/?piece=audit-awaits",
    *(f"pieces/audit-awaits/{page}" for page in ("way/", "return/", "decline/", "send-to-partner/", "publish/")),
    "pieces/audit-awaits/preview/?as=party",
    "pieces/audit-told/archive/",
    "resources/",
    "resources/import/",
    "resources/doubles/",
    "resources/known-of-audit/merge/known-again/",
    "resources/known-of-audit/recommendations/new/",
    "evidence/findings/new/",
    "evidence/findings/1/edit/",
    "questions/new/",
    *(f"questions/who-learns/{page}" for page in ("edit/", "review/", "evidence/add/", "delete/")),
    "collections/new/",
    "collections/to-begin-with/edit/",
    "collections/to-begin-with/add/",
    "pieces/audit-told/collections/",
    "digests/",
    *(f"digests/{period}/{page}" for period in next_periods().values() for page in ("", "preview/")),
]
OWN_ACCOUNT = ["/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/"]


def serious_faults(page):
    """What axe finds, of the two kinds that shut people out, as `rule: markup`."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:120]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def check(page, paths, language):
    faults = {}
    for path in paths:
        answer = page.goto(path if path.startswith("/") else f"/{language}/{path}")
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found = serious_faults(page) + (["wider than the screen"] if wide else [])
        if (
            answer.status not in (200, 409) and path != "no-such-page/"
        ):  # 409: the step comes later, and the page says so
            found.append(f"answers {answer.status}")
        if found:
            faults[path] = found
    return faults


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_public_pages_have_no_serious_fault(open_page, focal_point, events, width, language):
    cache.clear()
    page = open_page(f"/{language}/", width=width)

    assert check(page, [*PUBLIC, *ACCOUNT], language) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_a_focal_point_have_no_serious_fault(open_page, focal_point, width, language):
    page = open_page(f"/{language}/", width=width, user=focal_point)

    assert check(page, [*SIGNED_IN, *OWN_ACCOUNT], language) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_a_host_have_no_serious_fault(open_page, focal_point, events, width, language):
    page = open_page(f"/{language}/", width=width, user=focal_point)

    assert check(page, OF_A_HOST, language) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_what_is_known_have_no_serious_fault(open_page, focal_point, width, language):
    make_known(focal_point)
    page = open_page(f"/{language}/", width=width)

    assert check(page, KNOWN, language) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_a_writer_have_no_serious_fault(open_page, focal_point, width, language):
    make_known(focal_point)
    page = open_page(f"/{language}/", width=width, user=focal_point)

    assert check(page, OF_A_WRITER, language) == {}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_the_desk_have_no_serious_fault(open_page, focal_point, width, language):
    make_known(focal_point)
    page = open_page(f"/{language}/", width=width, user=UserFactory(role=User.Role.EDITOR))

    assert check(page, OF_THE_DESK, language) == {}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390)])
def test_pages_of_results_have_no_serious_fault(open_page, focal_point, width, language):
    links = make_changed()
    page = open_page(f"/{language}/", width=width)

    assert check(page, [*FOR_EVERYBODY, *links], language) == {}


@pytest.mark.parametrize(("language", "width"), [("en", 390), ("ar", 1280)])
def test_pages_of_results_for_a_party_have_no_serious_fault(open_page, focal_point, width, language):
    make_changed()
    page = open_page(f"/{language}/", width=width, user=focal_point)

    assert check(page, FOR_A_PARTY, language) == {}


@pytest.mark.parametrize("width", [1280])
def test_the_admin_has_no_serious_fault_of_ours(open_page, focal_point, width):
    page = open_page("/en/", width=width, user=UserFactory(role=User.Role.ADMINISTRATOR))

    assert check(page, ["/admin/"], "en") == {}
