"""A piece as search engines and messengers read it: schema.org's Article in JSON-LD, public facts alone."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from knowledge.piece_page import PiecePage

# So that no text can end the script element or open another.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_ld(page: PiecePage) -> SafeString:
    """Nothing for what is not public."""
    if not page.is_public:
        return mark_safe("")
    text = json.dumps(_article(page), ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - escaped for a script element


def _article(page: PiecePage) -> dict[str, Any]:
    piece, text = page.piece, page.text
    address = settings.BASE_URL + piece.get_absolute_url()
    facts = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": f"{text.title} ({_('Demonstration record')})" if piece.is_demo else text.title,
        "description": text.summary,
        "url": address,
        "mainEntityOfPage": address,
        "inLanguage": text.language,
        "datePublished": piece.first_published_at.isoformat() if piece.first_published_at else None,
        "dateModified": piece.published_at.isoformat() if piece.published_at else None,
        "author": _author(piece),
        "publisher": {"@type": "Organization", "name": "P2P Portal", "url": settings.BASE_URL},
        "image": picture_address(page),
        "about": [each["name"] for each in [*piece.sector_list, *piece.theme_list]],
        "contentLocation": [{"@type": "Country", "name": each["name"]} for each in piece.country_list],
        "wordCount": piece.words,
        "isAccessibleForFree": True,
    }
    return {name: fact for name, fact in facts.items() if fact not in (None, "", [])}


def picture_address(page: PiecePage) -> str:
    if not page.cover:
        return ""
    return settings.BASE_URL + reverse("knowledge:image", args=[page.piece.slug, page.cover["pk"]])


def _author(piece: Any) -> list[dict[str, str]]:
    found = []
    if piece.author_name:
        found.append({"@type": "Person", "name": piece.author_name})
    if piece.institution_name:
        found.append({"@type": "Organization", "name": piece.institution_name})
    return found
