"""What stands between the web server and every view."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.template import loader
from django.utils import translation

from core.api.problems import is_for_api, problem_response

View = Callable[[HttpRequest], HttpResponse]


class RequestLimits:
    """Refuses what no browser sends: an endless query, NUL bytes, or text that is not UTF-8."""

    longest_query = 8_000

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > self.longest_query or "%00" in query or "\x00" in request.path:
            return plain_error(request, 400)
        try:
            len(request.GET)
        except (SuspiciousOperation, RequestDataTooBig, UnicodeDecodeError):
            return plain_error(request, 400)
        return self.get_response(request)


class RememberedLocaleMiddleware(LocaleMiddleware):
    """Remembers the language of the last page with a language in its address.

    `/accounts/…` and `/admin/` have none, and follow that choice.
    """

    def process_response(self, request: Any, response: Any) -> Any:
        response = super().process_response(request, response)
        chosen = translation.get_language_from_path(request.path_info)
        if chosen and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != chosen and response.status_code < 400:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=365 * 24 * 3600,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            )
        return response


class NoSharedCache:
    """What a signed-in person is shown is stored nowhere on the way."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


def plain_error(request: HttpRequest, status: int) -> HttpResponse:
    if is_for_api(request):
        return problem_response(status)
    return HttpResponse(loader.get_template(f"{status}.html").render({}, None), status=status)
