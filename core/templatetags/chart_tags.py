"""`{% chart %}`: a picture of numbers with its description, its legend and the numbers themselves."""

from typing import Any

from django import template
from django.utils.translation import get_language_bidi

from core.charts import Chart, DotChart

register = template.Library()


@register.inclusion_tag("components/chart.html")
def chart(chart: Chart, table: bool = True, heading: str = "") -> dict[str, Any]:
    """One of `core.charts`. Without `table` where the page itself lists the same numbers beside it.

    `heading` ("h2", "h3") makes its title one; else it is a line of text.
    """
    context = {"chart": chart, "table": chart.table() if table else None, "heading": heading}
    if chart.is_empty():
        return context | {"is_empty": True, "table": None}
    is_mirrored = get_language_bidi()
    if isinstance(chart, DotChart):
        return context | {"rows": chart.drawn_rows(is_mirrored=is_mirrored)}
    drawing = chart.drawing()
    return context | {
        "drawing": drawing.mirrored() if is_mirrored else drawing,
        "direction": "rtl" if is_mirrored else "ltr",
    }
