"""The local inbox of a demonstration; its addresses exist in demo mode only."""

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from mail import inbox


@require_safe
@never_cache
def inbox_list(request: HttpRequest) -> HttpResponse:
    return render(request, "mail/inbox.html", {"received": inbox.newest(), "newest": inbox.NEWEST})


@require_safe
@never_cache
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # typed for views without arguments
def inbox_message(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "mail/inbox_message.html", {"message": _find(key)})


@require_safe
@never_cache
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]  # typed for views without arguments
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "script-src": ["'none'"],
        "img-src": ["'none'"],
        "font-src": ["'none'"],
        "connect-src": ["'none'"],
        "form-action": ["'none'"],
        "manifest-src": ["'none'"],
        "frame-ancestors": [SELF],
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
    }
)
def inbox_html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML part by itself, with nothing allowed in it but its own styles."""
    return HttpResponse(_find(key).html)


def _find(key: str) -> inbox.Received:
    message = inbox.find(key)
    if message is None:
        raise Http404
    return message
