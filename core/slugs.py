"""Slugs that are never given to a second object."""

from typing import Any

from django.db import models
from django.utils.crypto import get_random_string
from django.utils.text import slugify

# Words that stand in the same place of an address as a slug.
RESERVED = {
    *("new", "import", "export", "suggest", "template", "calendar", "doubles", "evidence"),
    *("series", "month", "past", "mine", "join", "feed", "registration", "time-zone"),
}
LONGEST = 90


def unique_slug(model: type[models.Model], text: str, former: type[models.Model], fallback: str = "record") -> str:
    """A slug for `text` that no object of the model bears now or bore once.

    Text without Latin letters gets the fallback and a random tail.
    """
    stem = slugify(text)[:LONGEST].strip("-") or f"{fallback}-{_tail()}"
    slug, number = stem, 2
    while slug in RESERVED or _taken(model, slug) or _taken(former, slug):
        slug = f"{stem}-{number}"
        number += 1
        if number > 50:
            slug = f"{stem}-{_tail()}"
    return slug


def _tail() -> str:
    return get_random_string(6, "abcdefghijkmnpqrstuvwxyz23456789")


def _taken(model: Any, slug: str) -> bool:
    return bool(model._default_manager.filter(slug=slug).exists())
