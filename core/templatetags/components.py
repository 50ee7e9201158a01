"""The pieces pages are made of, each fed with ready data; `/styleguide/` shows them all.

Tags never query. Where a tag takes a dict, its docstring gives the keys; a missing key is
simply not printed, because most real records lack most things.
"""

from collections.abc import Iterable
from datetime import date
from html import escape
from itertools import chain
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.forms import Field
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

register = template.Library()

EVIDENCE_WORDS = {
    "self-reported": _("Self-reported"),
    "documented": _("Documented"),
    "corroborated": _("Corroborated"),
    "independently-verified": _("Independently verified"),
}
LEVELS = {"individual": _("Individual"), "organisation": _("Organisation"), "institution": _("Institution")}
SIDE_DOTS = {"demand": "d", "supply": "s", "broker": "b", "facilitator": "b", "peer": "p", "funder": "f"}
SIDE_WORDS = {
    "supply": pgettext_lazy("a side of a partnership", "Offers"),
    "demand": pgettext_lazy("a side of a partnership", "Asks"),
    "peer": pgettext_lazy("a side of a partnership", "Share and learn"),
    "broker": pgettext_lazy("a side of a partnership", "Broker"),
    "facilitator": pgettext_lazy("a side of a partnership", "Facilitator"),
    "funder": pgettext_lazy("a side of a partnership", "Funded by"),
}
SIDE_ORDER = list(SIDE_WORDS)


def slugged(value: str) -> str:
    """Field values and words alike: `in_country`, `In-country` and `in-country` are one."""
    return str(value).lower().replace("_", "-").replace(" ", "-")


# --- Marks and glyphs: one line of markup each, their shapes come from components/_sprite.html ---


def glyph(name: str, css: str = "glyph") -> SafeString:
    return format_html('<svg class="{}" aria-hidden="true"><use href="#{}"/></svg>', css, name)


@register.simple_tag
def peer_mark(direction: str = "", label: str = "") -> SafeString:
    """Two dots and an arc; a diamond for triangular, a frame for in-country. Give the word too."""
    value = slugged(direction)
    shape = {"triangular": "pm-three", "in-country": "pm-framed", "unknown": "pm-open", "": "pm-open"}.get(
        value, "pm-two"
    )
    if not label:
        return glyph(shape)
    return format_html('<span class="mark">{} {}</span>', glyph(shape), label)


@register.simple_tag
def role_dot(side: str) -> SafeString:
    """The mark of a side: filled circle asks, ring offers, diamond brokers."""
    return format_html('<span class="dot {}" aria-hidden="true"></span>', SIDE_DOTS.get(slugged(side), ""))


@register.simple_tag
def evidence(word: str) -> SafeString:
    """Four blocks and the word; nothing for an unknown word, because blocks never stand alone."""
    words = list(EVIDENCE_WORDS)
    value = slugged(word)
    if value not in words:
        return mark_safe("")
    strength = words.index(value) + 1
    blocks = '<b class="on"></b>' * strength + "<b></b>" * (4 - strength)
    return format_html(
        '<span class="ev"><i aria-hidden="true">{}</i>{}</span>',
        mark_safe(blocks),  # noqa: S308 - built from constants
        EVIDENCE_WORDS[value],
    )


@register.simple_tag
def level(name: str) -> SafeString:
    """Three nested arcs, one of them lit: no level is better than another."""
    return glyph(f"level-{slugged(name)}", "glyph glyph-level") if slugged(name) in LEVELS else mark_safe("")


@register.simple_tag
def tag(text: str, kind: str = "") -> SafeString:
    """A small label. Kinds: line, demand, supply, broker, ok, warn, bad."""
    css = "tag-line" if kind == "line" else kind
    return format_html('<span class="tag {}">{}</span>', css, text) if text else mark_safe("")


@register.simple_tag
def standing(code: str, text: str) -> SafeString:
    """How sure the register is: public_source, one_side, both_sides, stale or disputed, said in words."""
    return format_html('<span class="standing {}">{}</span>', slugged(code), text) if text else mark_safe("")


@register.simple_tag
def demo_badge() -> SafeString:
    return format_html('<span class="tag tag-demo">{}</span>', _("Demonstration record"))


# --- Records ------------------------------------------------------------------------------------------


@register.inclusion_tag("components/pair.html")
def pair(sides: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Who offers, who asks, who brokers, on one line.

    Each side: `side` (supply, demand, peer, broker, facilitator, funder), `names` (list of text),
    `more` (how many further names are not printed).
    """
    return {"sides": in_order(sides)}


def in_order(sides: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    ordered = sorted((s for s in sides if s.get("names")), key=lambda s: SIDE_ORDER.index(s["side"]))
    present = {s["side"] for s in ordered}
    return [
        s
        | {
            "word": SIDE_WORDS[s["side"]],
            "dot": SIDE_DOTS[s["side"]],
            "arrow": s["side"] == "supply" and "demand" in present,
        }
        for s in ordered
    ]


@register.inclusion_tag("components/rec.html")
def rec(card: dict[str, Any], heading: str = "h3") -> dict[str, Any]:
    """A record in a list.

    `title`, `url`; `meta` (list: sector, SDG target, years); `stage` (word); `quote` with `quote_by`
    ("as reported by …"; empty when they are the partner's own words); `sides` as for `pair`;
    `direction` (value) and `direction_label`; `facts` (list: "7 exchanges"); `evidence` (text: "3 of 9
    outcomes corroborated or better"); `standing` (code) and `standing_text`; `is_demo`.
    """
    return {
        "card": card,
        "heading": heading,
        "sides": in_order(card.get("sides", ())),
        "meta": [part for part in card.get("meta", ()) if part],
        "mark": peer_mark(card["direction"], card.get("direction_label", "")) if card.get("direction_label") else "",
        "standing": standing(card.get("standing", ""), card.get("standing_text", "")),
    }


@register.inclusion_tag("components/roles.html")
def roles(columns: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Demand, broker, supply, in the order given.

    Each column: `side`, `label` ("Demand side, sets the terms"), `parties`: list of `name`, `url`,
    `place`, `text` (what it brings), `notes` (list, such as "Learns: …").
    """
    return {"columns": [column for column in columns if column.get("parties")]}


@register.inclusion_tag("components/quote.html")
def quote(text: str, cite: str = "", own_words: bool = True) -> dict[str, Any]:
    """What the demand side said; without its confirmation `own_words=False` takes the accent away."""
    return {"text": text, "cite": cite, "own_words": own_words}


@register.inclusion_tag("components/datebox.html")
def datebox(day: date) -> dict[str, Any]:
    return {"day": day, "month": formats.date_format(day, "M")}


@register.inclusion_tag("components/kv.html")
def kv(rows: Iterable[tuple[Any, Any]], kind: str = "") -> dict[str, Any]:
    """Terms and facts; rows without a fact are left out. Kinds: auto, end (column widths)."""
    return {"rows": [(term, fact) for term, fact in rows if fact not in (None, "")], "kind": kind}


# --- Finding ------------------------------------------------------------------------------------------


@register.inclusion_tag("components/search_box.html")
def search_box(
    action: str,
    value: str = "",
    label: str = "",
    button: str = "",
    keep: Iterable[tuple[str, str]] = (),
    name: str = "q",
    example: str = "",
) -> dict[str, Any]:
    """One field, one button; `keep` are the other filters of the address, carried along hidden.

    With an `example` the label stands above the field and the example in it; else the label stands in it.
    """
    return {
        "action": action,
        "value": value,
        "label": label,
        "button": button,
        "keep": keep,
        "name": name,
        "example": example,
    }


@register.inclusion_tag("components/facet.html")
def facet(facet: dict[str, Any], shown: int = 5) -> dict[str, Any]:
    """One filter: a checkbox, a count and a bar for each option; the rest fold away, never hidden by being empty.

    `name` (query parameter), `title`, `options`: list of `value`, `label`, `count`, `selected`, and `text`
    where the count is not printed as it is ("10,000+");
    `maximum` gives the count of a full bar, so that all facets can share a scale (else the largest here).
    """
    options = list(facet["options"])
    full = facet.get("maximum") or max((option["count"] for option in options), default=0) or 1
    first, rest = options[:shown], options[shown:]
    return {
        "title": facet["title"],
        "first": facet_options(facet["name"], first, full),
        "rest": facet_options(facet["name"], rest, full),
        "rest_count": len(rest),
        "rest_open": any(option.get("selected") for option in rest),
    }


def facet_options(name: str, options: Iterable[dict[str, Any]], full: int) -> SafeString:
    """A line of markup for each, written here because a page has hundreds: an include costs a hundred times as much."""
    return mark_safe("".join(_facet_option(escape(name), option, full) for option in options))  # noqa: S308 - escaped


def _facet_option(name: str, option: dict[str, Any], full: int) -> str:
    value, label = escape(str(option["value"])), escape(str(option["label"]))
    checked = " checked" if option.get("selected") else ""
    count = escape(str(option.get("text") or _number(option["count"])))
    percent = min(100, round(100 * option["count"] / full))
    return (
        f'<label><input class="form-check-input" type="checkbox" name="{name}" value="{value}"{checked}>'
        f'<span>{label}</span><span class="n">{count}</span>'
        f'<svg class="bar" aria-hidden="true"><rect width="{percent}%" height="3"/></svg></label>'
    )


def _number(count: int) -> str:
    """Small ones are printed as they are, because grouping takes time and a page has hundreds."""
    return str(intcomma(count)) if count > 999 else str(count)


@register.inclusion_tag("components/chips.html")
def chips(chips: Iterable[dict[str, str]], clear_url: str = "") -> dict[str, Any]:
    """The filters in force, each with the address that lifts it: `label`, `remove_url`."""
    return {"chips": list(chips), "clear_url": clear_url}


@register.inclusion_tag("components/segments.html")
def segments(items: Iterable[dict[str, Any]], label: str) -> dict[str, Any]:
    """One of a few views of the same selection: `label`, `url`, `current`."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/pager.html")
def pager(page: dict[str, Any]) -> dict[str, Any]:
    """`text` ("1 to 20 of 96"), `previous_url`, `next_url`; pages go by key, so there are no numbers."""
    return {"page": page}


@register.inclusion_tag("components/did_you_mean.html")
def did_you_mean(suggestions: Iterable[dict[str, str]], lead: str = "") -> dict[str, Any]:
    """Close spellings, each a link: `label`, `url`, `hint`."""
    return {"suggestions": list(suggestions), "lead": lead}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    """Nothing here, why, and what one can do about it."""
    return {"title": title, "text": text, "url": url, "label": label}


# --- Pictures: ready geometry from partnerships.dotmap and partnerships.lanes ----------------------


@register.inclusion_tag("components/dot_map.html")
def dot_map(
    drawing: Any, title: str, description: str = "", table_url: str = "", legend: bool = True
) -> dict[str, Any]:
    """The world as dots with one arc from each offer to its ask; `drawing` is a dotmap.Drawing."""
    return {"map": drawing, "title": title, "description": description, "table_url": table_url, "legend": legend}


@register.inclusion_tag("components/timeline.html")
def timeline(drawing: Any, title: str, is_open: bool = False) -> dict[str, Any]:
    """Lanes of a partnership's life and the same facts as a list, folded or open; `drawing` is a lanes.Drawing."""
    return {"drawing": drawing, "title": title, "is_open": is_open}


# --- Doing --------------------------------------------------------------------------------------------


@register.inclusion_tag("components/stepper.html")
def stepper(steps: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Steps of a form: `label`, `note`, `state` (done, now or empty), `url` (no step is ever locked)."""
    return {"steps": steps}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """What to fix on this page, each line a link to its field; prints nothing while all is well.

    Takes forms and formsets, and skips None.
    """
    each = chain.from_iterable(getattr(form, "forms", [form]) for form in forms if form is not None)
    extra = [e for form in forms if hasattr(form, "non_form_errors") for e in form.non_form_errors()]
    lines = [{"text": text, "anchor": ""} for text in extra]
    for form in each:
        lines += [{"text": text, "anchor": ""} for text in form.non_field_errors()]
        for field in form:
            lines += [{"text": told(field, text), "anchor": anchor(field)} for text in field.errors]
    return {"lines": lines}


def told(field: Any, text: str) -> str:
    """Django's own words for an empty field name no field: away from it, its label must come first."""
    return f"{field.label}: {text}" if text == Field.default_error_messages["required"] else text


def anchor(field: Any) -> str:
    """The id that focus should land on: the first button of a group, else the field itself."""
    return field.subwidgets[0].id_for_label if field.use_fieldset and field.subwidgets else field.id_for_label


@register.simple_block_tag
def panel(content: str, title: str = "", kind: str = "", heading: str = "h2") -> SafeString:
    """Side material in a box. Kinds: line (a rule instead of a ground), accent (mulberry on top)."""
    css = {"line": "panel-line", "accent": "panel panel-accent"}.get(kind, "panel")
    head = format_html("<{0}>{1}</{0}>", mark_safe(heading), title) if title else ""  # noqa: S308 - from templates
    return format_html('<div class="{}">{}{}</div>', css, head, content)


@register.inclusion_tag("components/crumbs.html")
def crumbs(*steps: str) -> dict[str, Any]:
    """The way here as `label, url, label, url, …`; a last label without url is this page."""
    pairs = [(steps[i], steps[i + 1] if i + 1 < len(steps) else "") for i in range(0, len(steps), 2)]
    return {"steps": pairs}
