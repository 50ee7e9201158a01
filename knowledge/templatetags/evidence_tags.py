"""How findings are shown: their direction and confidence as mark and word, and the cells of the map."""

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from knowledge.evidence_map import Cell, Row
from knowledge.models.choices import Confidence, Effect

register = template.Library()

MARKS = {Effect.HELPS: "↑", Effect.HINDERS: "↓", Effect.MIXED: "↕", Effect.NO_DIFFERENCE: "="}
BARS = {Confidence.LOW: 1, Confidence.MEDIUM: 2, Confidence.HIGH: 3}


@register.simple_tag
def direction(effect: str, count: int | None = None) -> SafeString:
    """Which way the condition moves the outcome, and how many findings say so."""
    word = f"{Effect(effect).label} {count}" if count else Effect(effect).label
    return format_html(
        '<span class="effect effect-{}"><i aria-hidden="true">{}</i>{}</span>', effect, MARKS[Effect(effect)], word
    )


@register.simple_tag
def confidence(word: str, count: int | None = None) -> SafeString:
    """Three bars and the word; bars never stand alone."""
    told = f"{Confidence(word).label} {count}" if count else Confidence(word).label
    bars = '<b class="on"></b>' * BARS[Confidence(word)] + "<b></b>" * (3 - BARS[Confidence(word)])
    return format_html(
        '<span class="sure"><i aria-hidden="true">{}</i>{}</span>',
        mark_safe(bars),  # noqa: S308 - built from constants
        told,
    )


@register.simple_tag
def map_cells(row: Row, query: str) -> SafeString:
    """The cells of a row, written here because a map has hundreds. `query` are the filters, as in the address."""
    nothing = escape(_("nothing known"))
    empty = f'<td class="evmap-none" role="cell"><span class="visually-hidden">{nothing}</span></td>'
    parts = [_cell(row, outcome.pk, outcome.name, cell, query) if cell else empty for outcome, cell in row.cells]
    return mark_safe("".join(parts))  # noqa: S308 - escaped in _cell


def _cell(row: Row, outcome: str, name: str, cell: Cell, query: str) -> str:
    url = reverse("knowledge:evidence_cell", args=[row.condition.pk, outcome])
    told = "".join(direction(each, count) for each, count in cell.directions())
    sure = "".join(confidence(each, count) for each, count in cell.sureness())
    return (
        f'<td role="cell"><a class="evmap-cell" href="{escape(url + query)}">'
        f'<span class="evmap-outcome">{escape(name)}</span>{told}'
        f'<span class="evmap-sure"><span class="visually-hidden">{escape(_("Confidence:"))} </span>{sure}</span></a></td>'
    )
