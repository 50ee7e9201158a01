"""The OpenAPI document, with what ninja cannot know: every refusal, the headers, and that a token is optional."""

from typing import Any

from core.api.problems import TYPE
from core.api.schemas import ProblemTold

BEARER = "Token"
PROBLEMS = {
    400: "The address cannot be read: it is endless, or not plain text.",
    401: "The token is not valid, or stands in the address.",
    403: "The token may not read here, or its owner may not.",
    404: "There is nothing at this address, or it is not for you to see.",
    422: "A parameter is not understood; `errors` says which.",
    429: "Too many requests in this minute; `Retry-After` says for how long to wait.",
}
RATE = {
    "RateLimit-Limit": "How many requests a minute you may make.",
    "RateLimit-Remaining": "How many of them are left in this minute.",
    "RateLimit-Reset": "In how many seconds the minute is over.",
}


def completed(document: dict[str, Any]) -> dict[str, Any]:
    components = document["components"]
    components["schemas"]["ProblemTold"] = _inlined(ProblemTold.model_json_schema())
    components["securitySchemes"] = {BEARER: _bearer()}
    components["headers"] = {
        **{name: _header(text, "integer") for name, text in RATE.items()},
        "ETag": _header("Send it back as `If-None-Match`: while nothing changed, the answer is 304, without a body."),
        "Retry-After": _header(RATE["RateLimit-Reset"], "integer"),
    }
    components["responses"] = {str(status): _problem(status, text) for status, text in PROBLEMS.items()}
    for operations in document["paths"].values():
        for operation in operations.values():
            _complete(operation)
    return document


def _complete(operation: dict[str, Any]) -> None:
    operation["security"] = [{}, {BEARER: []}]
    responses = {str(status): told for status, told in operation["responses"].items()}
    responses["200"]["description"] = "As asked for."
    responses["200"]["headers"] = {name: _ref("headers", name) for name in ("ETag", *RATE)}
    responses["304"] = {"description": "Unchanged since the answer whose `ETag` you sent."}
    responses |= {str(status): _ref("responses", str(status)) for status in PROBLEMS}
    operation["responses"] = responses
    for parameter in operation.get("parameters", ()):
        if parameter["schema"].get("type") == "array":
            parameter |= {"style": "form", "explode": True}


def _bearer() -> dict[str, str]:
    text = "A token from “API tokens” under your name. Without one you read what is public."
    return {"type": "http", "scheme": "bearer", "description": text}


def _problem(status: int, text: str) -> dict[str, Any]:
    told: dict[str, Any] = {"description": text, "content": {TYPE: {"schema": _ref("schemas", "ProblemTold")}}}
    if status == 429:
        told["headers"] = {"Retry-After": _ref("headers", "Retry-After")}
    return told


def _header(text: str, type: str = "string") -> dict[str, Any]:
    return {"description": text, "schema": {"type": type}}


def _ref(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that stands on its own: its parts in place of references to them."""
    parts = schema.pop("$defs", {})
    for told in schema["properties"].values():
        items = told.get("items", {})
        if "$ref" in items:
            told["items"] = parts[items["$ref"].rpartition("/")[2]]
    return schema
