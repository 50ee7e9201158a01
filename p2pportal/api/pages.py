"""What of the API is no resource: its root, its OpenAPI document, and the page that tells people about it."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from pydantic_core import to_json

from core.api.answers import answer
from core.api.problems import problem_response
from p2pportal.api.frame import for_reading
from p2pportal.api.reading import sections
from p2pportal.api.root import api
from p2pportal.environment import BASE_DIR

EXAMPLE = BASE_DIR / "docs" / "examples" / "read_partnerships.py"


@for_reading
def index(request: HttpRequest) -> HttpResponse:
    """Where everything is."""
    here = reverse("api:api-root")
    lists = [path for path in api.document["paths"] if "{" not in path]
    return answer(
        {
            "documentation": request.build_absolute_uri(reverse("api:docs")),
            "openapi": request.build_absolute_uri(reverse("api:openapi")),
            "resources": {path.removeprefix(here).strip("/"): request.build_absolute_uri(path) for path in lists},
        }
    )


@for_reading
def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, the same for everybody."""
    response = HttpResponse(written(), content_type="application/json", headers={"Cache-Control": "no-cache"})
    response["ETag"] = f'"{api.version}-{len(response.content)}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


@for_reading
def docs(request: HttpRequest) -> HttpResponse:
    """The document, to be read by people."""
    return render(
        request,
        "api/docs.html",
        {
            "sections": described(),
            "base_url": settings.BASE_URL,
            "example": EXAMPLE.read_text(encoding="utf-8"),
            "limits": settings.API_REQUESTS_A_MINUTE,
        },
    )


@csrf_exempt  # whatever is posted to nowhere
def nothing(request: HttpRequest) -> HttpResponse:
    """No resource has this address."""
    return problem_response(404)


@cache
def written() -> bytes:
    return to_json(api.document)


@cache
def described() -> list[dict[str, object]]:
    return sections(api.document)
