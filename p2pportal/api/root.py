"""The API: the routers of the apps under one roof, each within the family that a token's scopes name."""

import re
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.errors import ValidationError

from community.api import codes, institutions
from core.api.problems import Problem
from events.api import events
from knowledge.api import evidence, pieces, resources
from matching.api import statements
from p2pportal.api import search
from p2pportal.api.access import Access
from p2pportal.api.document import completed
from p2pportal.api.frame import framed
from partnerships.api import partnerships
from results.api import results

VERSION = "1.0.0"
DESCRIPTION = (
    "Everything that the portal shows, as data: the same records, the same filters and the same rights as on its "
    "pages. It is for reading only. Without a token you read what is public."
)
# What a token's scopes must name to read it; codes are for any token.
ROUTERS: list[tuple[str, str, Router]] = [
    ("partnerships", "Partnerships", partnerships.router),
    ("results", "Results", results.router),
    ("institutions", "Institutions", institutions.router),
    ("events", "Events", events.router),
    ("knowledge", "Knowledge", pieces.router),
    ("knowledge", "Knowledge", resources.router),
    ("knowledge", "Knowledge", evidence.router),
    ("matching", "Needs and offers", statements.router),
    ("search", "Search", search.router),
    ("", "Codes", codes.router),
]


class PortalAPI(NinjaAPI):
    """Ninja reads parameters and describes itself; the frame and the document add what it has no word for."""

    @cached_property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document. It says nothing that differs between readers."""
        return completed(self.get_openapi_schema())

    def patterns(self) -> list[URLPattern]:
        """The addresses of all resources, within the frame."""
        found = [each for each in self.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"]
        known = parameters_by_route()
        return [path for each in found for path in framed(each, known[plain_route(str(each.pattern))])]


api = PortalAPI(
    title="P2P Portal API",
    version=VERSION,
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
for family, tag, router in ROUTERS:
    api.add_router("", router, auth=Access(family), tags=[tag])


def parameters_by_route() -> dict[str, frozenset[str]]:
    """The parameters that each route takes in its query.

    They stand in the document too, but that is made when somebody asks for it, and the first list need not wait.
    """
    found = {}
    for _family, _tag, router in ROUTERS:
        for route, view in router.path_operations.items():
            models = [model for operation in view.operations for model in operation.models]
            queries = [model for model in models if model.__ninja_param_source__ == "query"]
            found[plain_route(route)] = frozenset(name for query in queries for name in query.__ninja_flatten_map__)
    return found


def plain_route(route: str) -> str:
    """`/events/{slug:slug}/` of ninja and `events/<slug:slug>/` of Django as one."""
    return re.sub(r"[{<](?:\w+:)?(\w+)[}>]", r"{\1}", route).strip("/")


@api.exception_handler(Problem)
def tell(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem.response()


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return Problem(404, "").response()


@api.exception_handler(PermissionDenied)
def denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return Problem(403, "").response()


@api.exception_handler(ValidationError)
def misread(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Each parameter that does not fit, with what is wanted."""
    told = [
        {"field": str(each["loc"][-1] if len(each["loc"]) < 3 else each["loc"][1]), "message": each["msg"]}
        for each in error.errors
    ]
    return Problem(422, _("Some parameters are not understood; see “errors”."), errors=told).response()


@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Not for ninja, which would show the trace in debug mode: the portal's own handler notes and tells it."""
    raise error
