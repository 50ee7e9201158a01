"""How findings are shown: their direction and confidence as mark and word, and the cells of the map."""

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from knowledge.evidence_counts import Cell
from knowledge.evidence_map import Row
from knowledge.models.choices import Confidence, Effect

register = template.Library()

MARKS = {Effect.HELPS: "↑", Effect.HINDERS: "↓", Effect.MIXED: "↕", Effect.NO_DIFFERENCE: "="}
BARS = {Confidence.LOW: 1, Confidence.MEDIUM: 2, Confidence.HIGH: 3}


@register.simple_tag
def direction(effect: str) -> SafeString:
    """Which way the condition moves the outcome, as mark and word."""
    kind = Effect(effect)
    return format_html(
        '<span class="effect effect-{}"><i aria-hidden="true">{}</i>{}</span>', kind.value, MARKS[kind], kind.label
    )


@register.simple_tag
def confidence(word: str) -> SafeString:
    """Three bars and the word; bars never stand alone."""
    bars = '<b class="on"></b>' * BARS[Confidence(word)] + "<b></b>" * (3 - BARS[Confidence(word)])
    return format_html(
        '<span class="sure"><i aria-hidden="true">{}</i>{}</span>',
        mark_safe(bars),  # noqa: S308 - built from constants
        Confidence(word).label,
    )


@register.simple_tag
def map_cells(rows: list[Row], query: str) -> list[tuple[Row, SafeString]]:
    """Each row with its cells, written here because a map has hundreds. `query` are the filters, as in the address."""
    marks = {each: direction(each)[: -len("</span>")] for each in Effect}
    bars = {each: confidence(each)[: -len("</span>")] for each in Confidence}
    nothing = (
        f'<td class="evmap-none" role="cell"><span class="visually-hidden">{escape(_("nothing known"))}</span></td>'
    )
    lead = f'<span class="evmap-sure"><span class="visually-hidden">{escape(_("Confidence:"))} </span>'
    here, query = reverse("knowledge:evidence"), escape(query)
    names = {outcome.pk: escape(outcome.name) for row in rows[:1] for outcome, _cell in row.cells}

    def cell(row: Row, outcome: str, known: Cell) -> str:
        told = "".join(f"{marks[each]} {count}</span>" for each, count in known.directions())
        sure = "".join(f"{bars[each]} {count}</span>" for each, count in known.sureness())
        return (
            f'<td role="cell"><a class="evmap-cell" href="{here}{row.condition.pk}/{outcome}/{query}">'
            f'<span class="evmap-outcome">{names[outcome]}</span>{told}{lead}{sure}</span></a></td>'
        )

    written = (
        "".join(cell(row, outcome.pk, known) if known else nothing for outcome, known in row.cells) for row in rows
    )
    return [(row, mark_safe(cells)) for row, cells in zip(rows, written, strict=True)]  # noqa: S308 - escaped above
