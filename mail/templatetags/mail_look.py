"""The look of mail. Mail programs know little CSS, so each element carries its own; it is written here, once.

{% load mail_look %}
{% mail_heading %}…{% endmail_heading %} {% mail_subheading %}…{% endmail_subheading %} {% mail_text %}…{% endmail_text %}
{% mail_button url %}…{% endmail_button %} {% mail_link url %}…{% endmail_link %}
{% mail_row time %}…{% endmail_row %} (a line of a programme)
{% mail_part %}…{% endmail_part %} (a rule above) {% mail_note %}…{% endmail_note %} {% mail_code %}…{% endmail_code %}
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SERIF = "font-family:Georgia,'Times New Roman',serif"
INK, SOFT, FAINT, RULE, MULBERRY = "#17212b", "#36434f", "#56636f", "#dce2e0", "#8b1e57"


@register.simple_block_tag
def mail_heading(content: str) -> SafeString:
    style = f"margin:0 0 12px;{SERIF};font-size:28px;line-height:1.2;font-weight:bold;color:{INK}"
    return format_html('<h1 style="{}">{}</h1>', style, content)


@register.simple_block_tag
def mail_subheading(content: str) -> SafeString:
    style = f"margin:0 0 8px;{SERIF};font-size:20px;line-height:1.35;font-weight:bold;color:{INK}"
    return format_html('<h2 style="{}">{}</h2>', style, content)


@register.simple_block_tag
def mail_text(content: str) -> SafeString:
    return format_html('<p style="margin:0 0 14px;color:{}">{}</p>', SOFT, content)


@register.simple_block_tag
def mail_note(content: str) -> SafeString:
    return format_html('<p style="margin:0 0 6px;font-size:13px;color:{}">{}</p>', FAINT, content)


@register.simple_block_tag
def mail_part(content: str) -> SafeString:
    style = f"margin:22px 0 0;border-top:1px solid {RULE};padding-top:22px"
    return format_html('<div style="{}">{}</div>', style, content)


@register.simple_block_tag
def mail_link(content: str, url: str) -> SafeString:
    return format_html('<a href="{}" style="color:{}">{}</a>', url, MULBERRY, content)


@register.simple_block_tag
def mail_button(content: str, url: str) -> SafeString:
    cell = f"background:{MULBERRY};border-radius:4px"
    style = "display:inline-block;padding:12px 22px;color:#ffffff;text-decoration:none;font-weight:bold;font-size:15px"
    table = '<table role="presentation" cellpadding="0" cellspacing="0" style="margin:18px 0"><tr><td style="{}">'
    return format_html(table + '<a href="{}" style="{}">{}</a></td></tr></table>', cell, url, style, content)


@register.simple_block_tag
def mail_row(content: str, label: str) -> SafeString:
    cell = f"padding:7px 0;border-bottom:1px solid {RULE};vertical-align:top"
    table = '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="font-size:15px"><tr>'
    cells = '<td width="70" style="{};color:{}">{}</td><td style="{}">{}</td></tr></table>'
    return format_html(table + cells, cell, FAINT, label, cell, content)


@register.simple_block_tag
def mail_code(content: str) -> SafeString:
    style = (
        f"margin:6px 0 20px;padding:14px 20px;background:#f4f6f5;color:{INK};font-family:Consolas,Menlo,monospace;"
        "font-size:26px;font-weight:bold;letter-spacing:2px"
    )
    return format_html('<p dir="ltr" style="{}">{}</p>', style, content)
