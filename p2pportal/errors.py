"""Our own pages for what goes wrong, and for programs problems in JSON; those for 500 and 503 need neither database nor session."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request as django_bad_request

from core.api.problems import is_for_api, problem_response
from core.middleware import plain_error


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_api(request) or not hasattr(request, "user"):
        return plain_error(request, 400)
    return django_bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_response(403) if is_for_api(request) else render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_response(404) if is_for_api(request) else render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was left open too long: what was typed is still there when one goes back."""
    return render(request, "403.html", {"form_expired": True}, status=403)


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """500; or 503 with a hint to try again when it is Postgres that is away."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = plain_error(request, 503)
        response["Retry-After"] = "30"
        return response
    return plain_error(request, 500)
