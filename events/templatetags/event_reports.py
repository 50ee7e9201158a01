"""How the text of reports and takeaways is printed: paragraphs and lists, and nothing else that somebody typed."""

from django import template

from core.documents.blocks import Block
from events.documents.layout import paragraphs

register = template.Library()


@register.inclusion_tag("events/_text.html")
def report_text(text: str) -> dict[str, list[Block]]:
    return {"blocks": paragraphs(text)}
