"""The desk in a real browser: by keyboard, on a phone, and without a serious fault."""

import pytest

from community.models import User
from knowledge.models import Piece
from knowledge.services.comments import add_comment
from tests.browser.test_accessibility import check
from tests.factories import UserFactory
from tests.knowledge.curating import case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor():
    return UserFactory(role=User.Role.EDITOR, name="Nia Owusu")


@pytest.fixture
def told():
    """Handed in, with a comment on words of its second section."""
    told = case(title="Findings that come back")
    told.submitted()
    add_comment(told.story, by=told.editor, text="Which two?", quote="a peer twice")
    return told


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1440, 1280, 390])
def test_the_desk_has_no_serious_fault(open_page, told, editor, width, language):
    page = open_page(f"/{language}/", width=width, user=editor)
    slug, pick = told.story.slug, told.story.pk
    pages = ["desk/", f"desk/?piece={slug}", "desk/?state=declined", f"desk/assign/?pick={pick}"]

    assert check(page, [*pages, f"desk/return/?pick={pick}", f"pieces/{slug}/preview/?as=anon"], language) == {}


@pytest.mark.parametrize("scripts", [True, False])
def test_a_ticked_text_is_given_to_a_colleague_by_keyboard(open_page, told, editor, scripts):
    page = open_page("/en/desk/", user=editor, scripts=scripts)

    page.get_by_role("checkbox", name="Tick Findings that come back").press("Space")
    page.get_by_role("button", name="Give to a colleague").press("Enter")
    page.get_by_label("Who curates them from now on?").select_option("Nia Owusu")
    page.get_by_role("button", name="Give them to a colleague").press("Enter")

    page.get_by_text("1 text done.").wait_for()
    assert Piece.objects.get(pk=told.story.pk).owner == editor


def test_on_a_phone_a_text_opens_when_it_is_chosen(open_page, told, editor):
    page = open_page("/en/desk/", width=390, user=editor)
    opened = page.get_by_role("heading", name="Findings that come back", level=2)

    before = opened.is_visible()
    page.get_by_role("link", name="Findings that come back").click()
    opened.wait_for()

    assert before is False
    assert page.locator("mark").all_text_contents() == ["a peer twice"]
