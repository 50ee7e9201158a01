"""How rich text is printed."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from knowledge.printing import printed

register = template.Library()


@register.filter
def markup(text: str) -> SafeString:
    """A stored text of a piece: `clean_markup` stood on its way in, and stands nowhere on its way out."""
    return mark_safe(printed(text))  # noqa: S308
