"""What stands at an address of the portal, among what its reader sees."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import get_language

from events.models import LearningEvent
from knowledge.models import Finding, OpenQuestion, Piece

_LANGUAGE = re.compile(r"^/[a-z]{2}/")  # a page copied in another language is the same page
_FINDING = re.compile(r"finding-([0-9]{1,9})")  # as the page of its source prints it


def thing_at(address: str, user: Any) -> dict[str, Any]:
    """`{"finding": …}`, or its like for a question, an event or a piece; empty where this person sees none."""
    try:
        parts = urlsplit(address)
        match = resolve(_LANGUAGE.sub(f"/{get_language()}/", parts.path))
    except (Resolver404, ValueError):
        return {}
    if on_page := _FINDING.fullmatch(parts.fragment):
        return _only("finding", Finding.objects.listed_for(user).filter(pk=on_page[1]))
    slug = match.kwargs.get("slug")
    if match.view_name == "knowledge:finding":
        return _only("finding", Finding.objects.listed_for(user).filter(pk=match.kwargs["pk"]))
    if match.view_name == "knowledge:question":
        return _only("question", OpenQuestion.objects.listed_for(user).filter(slug=slug))
    if match.view_name == "events:detail":
        return _only("event", LearningEvent.objects.visible_to(user).filter(slug=slug))
    if match.app_name == "knowledge" and slug:
        return _only("piece", Piece.objects.listed_for(user).filter(slug=slug))
    return {}


def _only(name: str, found: Any) -> dict[str, Any]:
    thing = found.first()
    return {name: thing} if thing else {}
