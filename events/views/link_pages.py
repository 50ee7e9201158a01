"""What the pages behind the links of mails have in common."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]


def kept_private(view: View) -> View:
    """Stored by nobody and found by no search engine: the address is the key.

    Other sites are not told it either, by the `Referrer-Policy: same-origin` of every page. A stricter
    `no-referrer` would make browsers send `Origin: null` with the forms of these pages, which the CSRF check refuses.
    """

    @wraps(view)
    @never_cache
    def private(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return private
