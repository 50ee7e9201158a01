"""Rules on the code base as a whole."""

from pathlib import Path

import pytest
from django.apps import apps
from django.template import engines
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.*"))
TIERS = [
    {"core"},
    {"mail"},
    {"community"},
    {"partnerships"},
    {"events", "exchanges"},
    {"knowledge"},
    {"results"},
    {"matching"},
    {"digests", "iati", "advice"},
]


def tier(label: str) -> int | None:
    return next((place for place, labels in enumerate(TIERS) if label in labels), None)


def points_up(field) -> bool:
    """Whether a relation leads to another app of the same or a higher tier."""
    if not (field.is_relation and field.concrete and field.related_model):
        return False
    here, there = field.model._meta.app_label, field.related_model._meta.app_label
    if here == there or tier(here) is None or tier(there) is None:
        return False
    return tier(there) >= tier(here)


def test_relations_point_down_the_ladder():
    """Strings such as "events.Event" hide from import-linter; look at the fields."""
    upward = [str(field) for model in apps.get_models() for field in model._meta.get_fields() if points_up(field)]

    assert upward == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name):
    assert get_template(name).origin.template_name == name


def test_templates_carry_no_inline_styles_or_scripts():
    """The content security policy would drop them. Mail has no policy, and no style sheet either."""
    exempt = ("mail/", "emails/", "500.html", "503.html")
    pages = [name for name in TEMPLATES if name.endswith(".html") and not any(part in name for part in exempt)]
    sources = {name: get_template(name).template.source for name in pages}

    faults = [name for name, source in sources.items() if " style=" in source or " onclick=" in source]

    assert faults == []


def test_components_are_built_in():
    libraries = engines["django"].engine.builtins

    assert "core.templatetags.components" in libraries
