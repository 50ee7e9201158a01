"""Rules on the code base as a whole."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template import engines
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")
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


def test_every_app_has_a_page_in_the_docs():
    own = [app.label for app in apps.get_app_configs() if Path(app.path).parent == ROOT and app.label != "p2pportal"]
    pages = sorted(path.stem for path in (ROOT / "docs" / "apps").glob("*.md"))

    assert pages == sorted(own)


def test_tests_that_the_security_page_names_are_there():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "security.md").read_text()))
    tests = {
        name for path in (ROOT / "tests").rglob("*.py") for name in re.findall(r"def (test_\w+)", path.read_text())
    }

    assert sorted(named - tests) == []


@pytest.mark.parametrize("page", DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(page):
    broken = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]

    assert broken == []
