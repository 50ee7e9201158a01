"""What the documents need that a browser would do by itself."""

from django import template

from core.documents.direction import runs_from_right

register = template.Library()


@register.filter
def direction(text: object) -> str:
    """`rtl` or `ltr`: WeasyPrint does not know `dir="auto"`."""
    return "rtl" if runs_from_right(str(text)) else "ltr"
