"""What every address of the API does around its own answer: methods, parameters, unchanged answers, headers."""

import hashlib
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from core.api.problems import Problem, problem_response
from core.limits import Allowance
from p2pportal.api.access import refuse_in_address

METHODS = "GET, HEAD, OPTIONS"
VARIES_BY = ["Authorization", "Cookie", "Accept-Language"]
View = Callable[..., HttpResponse]


def for_reading(view: View) -> View:
    """Answer HEAD as GET without the body, OPTIONS with the methods there are, and anything else with 405."""

    @csrf_exempt  # nothing is written here, and who posts is told so in the same words as everybody
    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": METHODS})
        if request.method not in ("GET", "HEAD"):
            return problem_response(405, headers={"Allow": METHODS})
        asked, request.method = request.method, "GET"  # ninja knows no HEAD
        response = view(request, *args, **kwargs)
        request.method = asked
        if asked == "HEAD" and response.content:
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    return read


def framed(pattern: URLPattern, parameters: frozenset[str]) -> Iterator[URLPattern]:
    """The address of a resource, with the frame around it; with and without a slash at its end."""
    view, route = _framed(pattern.callback, parameters), str(pattern.pattern)
    yield path(route, view, name=pattern.name)
    yield path(route.rstrip("/"), view)


def _framed(view: View, parameters: frozenset[str]) -> View:
    @for_reading
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            refuse_in_address(request)
            _refuse_unknown(request, parameters)
            response = view(request, *args, **kwargs)
        except Problem as problem:
            response = problem.response()
        return _with_headers(request, response)

    return answered


def _with_headers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, VARIES_BY)
    allowance: Allowance | None = getattr(request, "allowance", None)
    if allowance is not None:
        response["RateLimit-Limit"] = str(allowance.limit)
        response["RateLimit-Remaining"] = str(allowance.left)
        response["RateLimit-Reset"] = str(allowance.seconds_left)
    if response.status_code != 200:
        return response
    # A copy on the way may be kept, but is asked after each time: what is withdrawn is gone at once.
    response["Cache-Control"] = "no-store, private" if request.user.is_authenticated else "no-cache"
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _refuse_unknown(request: HttpRequest, known: frozenset[str]) -> None:
    """A misspelt filter must not give everything."""
    unknown = [name for name in request.GET if name not in known]
    if not unknown:
        return
    words = _("There is no such parameter here. There are: %(names)s.") % {"names": ", ".join(sorted(known)) or "–"}
    raise Problem(422, words, errors=[{"field": name[:120], "message": words} for name in unknown[:20]])
