"""Plain data as an answer.

Resources make plain data and it is written as it is: the schema says what is in it, and the tests hold both
together. To check every row against the schema while people wait would cost more than reading it.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from pydantic_core import to_json

TYPE = "application/json"


def answer(data: Any, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return HttpResponse(to_json(data), content_type=TYPE, headers=dict(headers or {}))


def page_url(record: Any) -> str:
    """The address of the page on which people read about a record."""
    return f"{settings.BASE_URL}{record.get_absolute_url()}"


def by_slug(visible: QuerySet[Any], slug: str) -> Any:
    """The record of this slug or, as on the pages, of one that it bore before; else 404."""
    return visible.filter(slug=slug).first() or get_object_or_404(visible, former_slugs__slug=slug)
