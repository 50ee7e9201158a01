"""The button by which people follow what a page is about.

{% load follow_tags %}{% follow_button institution %}   a record
{% load follow_tags %}{% follow_kind "knowledge.Story" %}   all of a kind
"""

from typing import Any

from django import template
from django.apps import apps

from community.following import is_following, kind_of
from core.registry import Followable

register = template.Library()


@register.inclusion_tag("community/_follow_button.html", takes_context=True)
def follow_button(context: template.Context, record: Any) -> dict[str, Any]:
    """One query for who is signed in, none for the others. Nothing is drawn for what cannot be followed."""
    return _button(context, kind_of(record), str(record.pk))


@register.inclusion_tag("community/_follow_button.html", takes_context=True)
def follow_kind(context: template.Context, model: str) -> dict[str, Any]:
    return _button(context, kind_of(apps.get_model(model)), "")


def _button(context: template.Context, what: Followable | None, key: str) -> dict[str, Any]:
    request = context.get("request")
    if what is None or request is None:
        return {"what": None}
    signed_in = request.user.is_authenticated
    return {
        "what": what,
        "key": key,
        "next": request.get_full_path(),
        "signed_in": signed_in,
        "follows": signed_in and is_following(request.user, what, key),
        "csrf_token": context.get("csrf_token"),
    }
