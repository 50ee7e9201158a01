"""The page behind a signed link in a real browser: a phone without script, and a scanner with it."""

import pytest

from partnerships.models import Confirmation
from partnerships.services import confirmations, terms
from tests.browser.test_accessibility import check
from tests.factories import member_of
from tests.partnerships.by_link import link_for, url_of, waiting_record
from tests.stored import hash_of_all_tables

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIGHT = 60_000


@pytest.fixture
def record():
    record = waiting_record()
    confirmations.record_submission(partnership=record, by=record.officer)
    return record


@pytest.fixture
def url(record):
    return url_of(link_for(record))


def press(page, name):
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


def test_a_phone_without_script_corrects_two_fields_and_says_the_problem(open_page, record, url):
    page = open_page(url, width=390, scripts=False)

    page.get_by_label("Correct it").check()
    page.locator("summary", has_text="Title").click()
    page.fill("[name=fix-title]", "Surveys by tablet")
    page.locator("summary", has_text="Kind").click()
    page.select_option("[name=fix-kind]", "twinning")
    page.fill("[name=own_words]", "We publish too late for our own budget.")
    page.get_by_label("Everyone").check()
    page.fill("[name=name]", "Ama Mensah")
    page.fill("[name=job_title]", "Chief Statistician")
    press(page, "Check your answer")
    asked = page.inner_text("h1")
    press(page, "Send this answer")

    record.refresh_from_db()
    assert asked == "Check your answer"
    assert page.inner_text("h1") == "Thank you, this is answered"
    assert {each.field: each.proposed for each in record.corrections.all()} == {
        "title": "Surveys by tablet",
        "kind": "twinning",
    }
    assert (record.problem, record.problem_in_own_words) == ("We publish too late for our own budget.", True)


def test_only_the_questions_of_the_chosen_answer_are_shown(open_page, url):
    page = open_page(url, width=390, scripts=False)
    shown = {}
    for label in ("It is right", "Correct it", "We object"):
        page.get_by_label(label).check()
        boxes = ("[name=own_words]", "[name=reason]", "[name=note]")
        shown[label] = [page.locator(box).is_visible() for box in boxes]

    assert shown == {
        "It is right": [False, False, True],
        "Correct it": [True, False, True],
        "We object": [False, True, False],
    }


FILL_AND_PRESS = """index => {
  for (const box of document.querySelectorAll("input, textarea, select")) {
    if (["radio", "checkbox"].includes(box.type)) box.checked = true;
    else if (box.tagName === "SELECT") box.selectedIndex = box.options.length - 1;
    else if (box.type !== "hidden") box.value = "scanner@scanner.example";
  }
  document.querySelectorAll("main button")[index].click();
}"""
PRESS = "index => document.querySelectorAll('main button')[index].click()"


@pytest.mark.parametrize("act", [PRESS, FILL_AND_PRESS], ids=["as they are", "all filled in"])
def test_a_scanner_with_script_that_presses_every_button_changes_nothing(open_page, record, url, act):
    version = terms.write_terms(partnership=record, text="We visit twice a year.", by=member_of(record.asks))
    to_sign = url_of(link_for(record, address="sign@statistics.example", kind="terms", terms=version))
    before = hash_of_all_tables()

    for each in (url, to_sign):
        page = open_page(each, width=390)
        for index in range(page.locator("main button").count()):
            page.goto(each)
            page.wait_for_timeout(300)  # a page that submits itself would have done so
            page.evaluate(act, index)
            page.wait_for_load_state()
            for again in range(page.locator("main button").count()):
                page.evaluate(act, again)
                page.wait_for_load_state()

    assert hash_of_all_tables() == before
    assert not Confirmation.objects.filter(institution=record.asks).exists()


def test_the_first_view_weighs_little(open_page, url):
    page = open_page("about:blank", width=390)
    weights = []
    page.on("response", lambda response: weights.append((response.url, len(response.body()))))
    page.goto(url, wait_until="networkidle")

    assert not [address for address, _weight in weights if "woff2" in address or address.endswith(".js")]
    assert sum(weight for address, weight in weights if not address.endswith(".css")) < LIGHT / 2


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_the_second_voice_have_no_serious_fault(open_page, record, url, width, language):
    version = terms.write_terms(partnership=record, text="We visit twice a year.", by=member_of(record.asks))
    to_sign = url_of(link_for(record, address="sign@statistics.example", kind="terms", terms=version))
    links = [each.replace("/en/", f"/{language}/") for each in (url, to_sign, "/en/c/broken/")]
    own = [f"partnerships/{record.slug}/{page}/" for page in ("ask", "object", "corrections", "terms", "terms/new")]

    by_link = check(open_page(f"/{language}/", width=width), links, language)
    in_portal = check(open_page(f"/{language}/", width=width, user=record.officer), own, language)

    not_there = {f"/{language}/c/broken/": ["answers 404"]}  # a broken link is told so, on a page without faults
    assert by_link | in_portal == not_there
