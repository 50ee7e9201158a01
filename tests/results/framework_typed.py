"""What people type into the pages of a framework."""

from html import unescape

from django.urls import reverse

from core.models import Visibility
from tests.factories import ResultsFrameworkFactory, member_of, partnership_between


def framework_of_two_sides(**changes):
    """A framework for its parties alone, and somebody who speaks for one of them."""
    framework = ResultsFrameworkFactory(partnership=partnership_between(), visibility=Visibility.PARTIES, **changes)
    return framework, member_of(framework.partnership.members.first().institution)


def at(name, partnership, *args):
    return reverse(f"results:{name}", args=[partnership.slug, *args])


def no_rows(prefix):
    return {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}


def indicator_typed(measure, **changes):
    """An indicator of a measure that is complete but for what `changes` take away."""
    own = {
        "1": {"unit": "findings", "better": "higher", "baseline_value": "12"},
        "2": {"numerator": "acted on", "denominator": "reported", "better": "higher", "baseline_value": "22"},
        "3": {"kinds": "By letter\nNot at all"},
        "4": {"better": "higher", "baseline_value": "1", **rows("rubric", ("score", "words"), [(1, "No"), (2, "Yes")])},
        "5": {},
    }[measure]
    return {"measure": measure, "title": "What is acted on?", "version": "1", **no_rows("parts"), **own} | changes


def rows(prefix, names, values, initial=0):
    """Rows of a formset, as a browser sends them."""
    typed = {f"{prefix}-TOTAL_FORMS": str(len(values)), f"{prefix}-INITIAL_FORMS": str(initial)}
    for place, row in enumerate(values):
        typed |= {
            f"{prefix}-{place}-{name}": str(value) for name, value in zip(names, row, strict=True) if value is not None
        }
    return typed


def said(answer):
    """The page as text, with its entities read."""

    return unescape(answer.content.decode())
