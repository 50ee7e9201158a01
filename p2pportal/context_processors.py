"""What the frame of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_info

from core.registry import account_entries, navigation


def site(request: HttpRequest) -> dict[str, Any]:
    """The frame's facts, under one name: `{{ portal.demo_mode }}` (`site` is taken by allauth's pages)."""
    return {
        "portal": {
            "demo_mode": settings.DEMO_MODE,
            "machine_translated": get_language() in settings.MACHINE_TRANSLATED_LANGUAGES,
            "languages": [_language(request, code) for code, _name in settings.LANGUAGES],
            "navigation": _navigation(request),
            # Asked of the database, so only where the menu is drawn.
            "account_entries": lambda: [_entry(request, entry) for entry in account_entries(request.user)],
        }
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The place of an app with one place is the current one on all pages of that app, wherever their addresses lie."""
    entries = navigation()
    app = request.resolver_match.namespace if request.resolver_match else ""
    own = [entry for entry in entries if entry.url_name.partition(":")[0] == app]
    drawn = [_entry(request, entry) for entry in entries]
    if len(own) == 1:
        for entry, each in zip(entries, drawn, strict=True):
            each["current"] = entry is own[0]
    return drawn


def _entry(request: HttpRequest, entry: Any) -> dict[str, Any]:
    url = reverse(entry.url_name)
    return {"label": entry.label, "url": url, "current": request.path.startswith(url)}


def _language(request: HttpRequest, code: str) -> dict[str, Any]:
    """The same page in another language; pages without a language in their address lead home.

    Addresses differ by their first part alone: resolving each and reversing it took a tenth of a page's time.
    """
    info = get_language_info(code)
    here, start = request.get_full_path(), f"/{get_language()}/"
    has_others = request.resolver_match is not None and here.startswith(start)
    url = f"/{code}/{here.removeprefix(start)}" if has_others else f"/{code}/"
    return {
        "code": code,
        "name_local": info["name_local"],
        "short": "عربي" if code == "ar" else code.upper(),
        "url": url,
        "current": code == get_language(),
        "direction": "rtl" if info["bidi"] else "ltr",
    }
