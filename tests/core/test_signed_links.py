"""Links that prove themselves."""

from datetime import timedelta

import pytest
import time_machine

from core import signed_links


def test_link_gives_back_what_was_signed():
    token = signed_links.sign("letters", {"pk": 7})

    assert signed_links.read("letters", token) == {"pk": 7}


@pytest.mark.parametrize(
    "change", [lambda t: t[:-2], lambda t: t.lower(), lambda t: t + "=", lambda t: "", lambda t: "\x00é"]
)
def test_changed_link_is_refused(change):
    token = signed_links.sign("letters", {"pk": 7})

    with pytest.raises(signed_links.BadLink):
        signed_links.read("letters", change(token))


def test_link_of_another_kind_is_refused():
    token = signed_links.sign("letters", {"pk": 7})

    with pytest.raises(signed_links.BadLink):
        signed_links.read("doors", token)


def test_link_signed_with_a_former_key_still_opens(settings):
    settings.LINK_KEY = "the key of last year"
    token = signed_links.sign("letters", {"pk": 7})
    settings.LINK_KEY, settings.LINK_KEY_FALLBACKS = "the key of this year", ["the key of last year"]

    assert signed_links.read("letters", token) == {"pk": 7}


def test_link_that_has_ended_tells_what_it_stood_for():
    token = signed_links.sign("letters", {"pk": 7})

    with time_machine.travel(timedelta(days=31)), pytest.raises(signed_links.ExpiredLink) as ended:
        signed_links.read("letters", token, max_age=timedelta(days=30))
    assert ended.value.value == {"pk": 7}
