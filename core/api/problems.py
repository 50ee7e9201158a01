"""What goes wrong in the API, as RFC 9457 has it: `application/problem+json` in plain words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic_core import to_json

PREFIX = "/api/"
TYPE = "application/problem+json"


class Problem(Exception):
    """Something that the caller is told; raised anywhere below the API."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, errors, headers or {}

    def response(self) -> HttpResponse:
        return problem_response(self.status, self.detail, self.errors, self.headers)


def is_for_api(request: HttpRequest) -> bool:
    """Whether a program is asking, so that an error must not be a page."""
    return request.path.startswith(PREFIX)


def problem_response(
    status: int, detail: str = "", errors: Sequence[Mapping[str, str]] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
    title, usual = _words(status)
    told: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail or usual}
    if errors:
        told["errors"] = list(errors)
    response = HttpResponse(to_json(told), status=status, content_type=TYPE, headers=dict(headers or {}))
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _words(status: int) -> tuple[str, str]:
    """A title for each status, and what is said where nobody says more."""
    return {
        400: (_("Bad request"), _("The address cannot be read. Look for signs that are not plain text.")),
        401: (_("Not signed in"), _("Send a token that is valid: Authorization: Bearer <token>.")),
        403: (_("Not allowed"), _("You may not read this.")),
        404: (_("Not found"), _("There is nothing at this address, or it is not for you to see.")),
        405: (_("Method not allowed"), _("The API is for reading: use GET, HEAD or OPTIONS.")),
        422: (_("Not understood"), _("Some of what you ask for is not understood.")),
        429: (_("Too many requests"), _("You have asked too often. Wait a little.")),
        500: (_("Something went wrong"), _("This is our fault. It has been noted; please try again later.")),
        503: (_("Away for a moment"), _("The database cannot be reached. Please try again in half a minute.")),
    }.get(status, (_("Something went wrong"), ""))
