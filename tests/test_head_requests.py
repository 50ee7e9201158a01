"""Link checkers, caches and scanners of mail ask with HEAD for what a reader gets."""

from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver, reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent
OWN = {app.name for app in apps.get_app_configs() if Path(app.path).parent == ROOT}
SOMETHING = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}


def names(resolver, spaces=(), given=()):
    """The name of each address of our own views, with what stands in it."""
    for entry in resolver.url_patterns:
        inside = {**dict(given), **entry.pattern.converters}
        if not isinstance(entry, URLPattern):
            yield from names(entry, (*spaces, entry.namespace) if entry.namespace else spaces, inside.items())
        elif entry.name and entry.callback.__module__.split(".")[0] in OWN:
            yield pytest.param(":".join([*spaces, entry.name]), inside, id=":".join([*spaces, entry.name]))


@pytest.mark.parametrize(("name", "inside"), sorted(names(get_resolver()), key=lambda each: each.id))
def test_head_is_answered_as_get(client, name, inside):
    client.force_login(UserFactory())
    filled = {
        key: SOMETHING.get(type(each).__name__.removesuffix("Converter").lower(), "x") for key, each in inside.items()
    }
    address = reverse(name, kwargs=filled)

    asked, headed = client.get(address), client.head(address)

    assert headed.status_code == asked.status_code
