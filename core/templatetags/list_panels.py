"""What upper apps add above a list, such as the button that keeps a search.

{% load list_panels %}{% list_panels "partnerships:list" %}
"""

from typing import Any

from django import template
from django.template import loader
from django.utils.safestring import SafeString, mark_safe

from core.registry import panels_for

register = template.Library()


@register.simple_tag(takes_context=True)
def list_panels(context: template.Context, page: str) -> SafeString:
    """Each is given what is asked of the list: its query."""
    request: Any = context["request"]
    panels = panels_for(page, request.GET, request.user)
    drawn = [loader.render_to_string(panel["template"], {"panel": panel["data"]}, request) for panel in panels]
    return mark_safe("".join(drawn))  # noqa: S308 - what the engine rendered
