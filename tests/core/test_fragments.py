"""Fragments are drawn once for the same data in the same language."""

import pytest
from django.utils import translation

from core import fragments
from core.fragments import Fragment


@pytest.fixture
def drawn(monkeypatch):
    calls = []

    def render(template, data):
        calls.append((template, data))
        return str(data)

    monkeypatch.setattr(fragments, "render_to_string", render)
    return calls


def test_same_data_is_drawn_once(drawn):
    fragment = Fragment("x.html", remembered=2)

    assert fragment(card={"title": "A"}) == fragment(card={"title": "A"})
    assert drawn == [("x.html", {"card": {"title": "A"}})]


def test_other_data_or_language_is_another_drawing(drawn):
    fragment = Fragment("x.html", remembered=4)

    fragment(n=1)
    fragment(n=2)
    with translation.override("fr"):
        fragment(n=1)

    assert [data["n"] for _template, data in drawn] == [1, 2, 1]


def test_debug_always_draws(drawn, settings):
    settings.DEBUG = True
    fragment = Fragment("x.html", remembered=4)

    fragment(n=1)
    fragment(n=1)

    assert len(drawn) == 2
