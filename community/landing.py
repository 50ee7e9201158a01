"""Paths within the portal, as people paste them: where an invitation leads, which page is reported."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, ResolverMatch, resolve, translate_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

LONGEST_PATH = 300
# Names of what only the reader of a mail may know: an address with one of them is a key.
SECRETS = frozenset({"token", "key", "uidb36", "signature"})
ODD = re.compile(r"[\s\\\x00-\x1f\x7f]|//")


def local_path(text: str) -> str:
    """`/en/…` from a path or from a whole address of this portal; ValidationError for everything else."""
    path = text.strip().removeprefix(settings.BASE_URL)
    is_local = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    if not is_local or ODD.search(path) or len(path) > LONGEST_PATH:
        raise ValidationError(_("Give the address of a page of this portal."), code="not_local")
    return path


def validate_page(path: str) -> None:
    """For a form: the path of a page that there is."""
    if page_at(local_path(path)) is None:
        raise ValidationError(_("There is no such page on this portal."), code="no_page")


def page_at(path: str) -> ResolverMatch | None:
    """The page that answers at a path, whatever the language of the path and of the reader."""
    path = path.partition("?")[0].partition("#")[0]
    with translation.override(_language_of(path)):
        try:
            return resolve(path)
        except Resolver404:
            return None


def is_secret(page: ResolverMatch | None) -> bool:
    """Whether the address itself opens a door, so that it may not be told to others."""
    return page is not None and not SECRETS.isdisjoint(page.kwargs)


def in_own_language(path: str) -> str:
    """The same page in the reader's language."""
    language = get_language() or settings.LANGUAGE_CODE
    with translation.override(_language_of(path)):
        return translate_url(path, language)


def _language_of(path: str) -> str:
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE
