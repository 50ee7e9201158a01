"""The look of a digest, beside that of all mail (`mail_look`): each element carries its own style.

{% load digest_look %}
{% digest_title item lead=True %} the title of an item, which leads to it
{% digest_evidence "corroborated" %} four blocks and the word   {% digest_day day %} a leaf of a calendar
{% digest_small %}…{% enddigest_small %} a line below
{% digest_foot_link url %}…{% enddigest_foot_link %} below the letter
"""

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.templatetags.components import EVIDENCE_WORDS
from mail.templatetags.mail_look import FAINT, INK, MULBERRY, RULE, SERIF, SOFT

register = template.Library()
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


@register.simple_tag
def digest_title(item: Any, lead: bool = False) -> SafeString:
    size, height = ("28px", "1.25") if lead else ("20px", "1.3")
    style = f"margin:0 0 8px;{SERIF};font-size:{size};line-height:{height};font-weight:bold"
    link = format_html('<a href="{}" style="color:{};text-decoration:none">{}</a>', item.url, INK, digest_said(item))
    return format_html('<h2 style="{}">{}</h2>', style, link)


@register.simple_tag
def digest_said(item: Any, field: str = "title") -> SafeString:
    """Words of an item; where they are in another language, mail programs and voices are told which."""
    text = getattr(item, field)
    if not item.spoken:
        return format_html("<bdi>{}</bdi>", text)
    direction = "rtl" if item.spoken in RIGHT_TO_LEFT else "ltr"
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', item.spoken, direction, text)


@register.simple_tag
def digest_text(item: Any, with_link: bool = True) -> SafeString:
    link = format_html('<a href="{}" style="color:{}">{}</a>', item.url, MULBERRY, item.link)
    words = digest_said(item, "text") if item.text else mark_safe("")
    parts = format_html("{} {}", words, link) if with_link else words
    return format_html('<p style="margin:0;color:{}">{}</p>', SOFT, parts)


@register.simple_tag
def digest_evidence(word: str) -> SafeString:
    words = list(EVIDENCE_WORDS)
    if word not in words:
        return mark_safe("")
    strength = words.index(word) + 1
    blocks = (
        '<span aria-hidden="true"><span style="color:{};letter-spacing:1px">{}</span>'
        '<span style="color:#c6d0cf;letter-spacing:1px">{}</span></span> {}'
    )
    return format_html(blocks, MULBERRY, "■" * strength, "■" * (4 - strength), EVIDENCE_WORDS[word])


@register.simple_tag
def digest_day(day: date) -> SafeString:
    box = f"border:1px solid {RULE};text-align:center;width:56px"
    head = f"background:{INK};color:#ffffff;font-size:12px;padding:2px"
    foot = f"{SERIF};font-size:24px;font-weight:bold;padding:2px 0 4px"
    table = (
        '<table role="presentation" cellpadding="0" cellspacing="0" style="{}"><tr><td style="{}">{}</td></tr>'
        '<tr><td style="{}">{}</td></tr></table>'
    )
    return format_html(table, box, head, date_format(day, "M"), foot, day.day)


@register.simple_block_tag
def digest_small(content: str) -> SafeString:
    return format_html('<p style="margin:10px 0 0;font-size:13px;color:{}">{}</p>', FAINT, content)


@register.simple_block_tag
def digest_foot_link(content: str, url: str) -> SafeString:
    return format_html('<a href="{}" style="color:{}">{}</a>', url, INK, content)
