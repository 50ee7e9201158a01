"""How rich text is printed, and the hour at which a text is to be published."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from events.templatetags.event_times import moment
from events.times import zone_of
from knowledge.printing import printed

register = template.Library()


@register.filter
def markup(text: str) -> SafeString:
    """A stored text of a piece: `clean_markup` stood on its way in, and stands nowhere on its way out."""
    return mark_safe(printed(text))  # noqa: S308


@register.simple_tag(takes_context=True)
def moment_here(context: Any, at: datetime) -> str:
    """`3 February 2027, 13:00 Tunis`, by the clock of who reads the page."""
    return moment(at, zone_of(context["request"]))
