"""The OpenAPI document as a page prints it: resources in their sections, parameters, fields and an example."""

import json
from typing import Any

Document = dict[str, Any]


def sections(document: Document) -> list[dict[str, Any]]:
    """The resources under their tags, in the order of the document."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, operations in document["paths"].items():
        operation = operations["get"]
        found.setdefault(operation["tags"][0], []).append(_resource(document, path, operation))
    return [{"title": title, "resources": resources} for title, resources in found.items()]


def _resource(document: Document, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    told = _followed(document, schema)
    results = told.get("properties", {}).get("results")
    row = _followed(document, results["items"]) if results else told
    return {
        "id": operation["operationId"].replace("_", "-"),
        "path": path,
        "short": path.removeprefix("/api/v1"),
        "summary": operation.get("description") or operation["summary"],
        "is_list": bool(results),
        "parameters": [_parameter(each) for each in operation.get("parameters", ())],
        "fields": [_field(document, name, each) for name, each in row.get("properties", {}).items()],
        "example": json.dumps(example_of(document, schema), indent=2, ensure_ascii=False),
    }


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": parameter["name"],
        "type": _type(parameter["schema"]),
        "is_required": parameter.get("required", False),
        "text": parameter.get("description", ""),
    }


def _field(document: Document, name: str, schema: dict[str, Any]) -> dict[str, str]:
    return {"name": name, "type": _type(schema), "text": schema.get("description", "")}


def _type(schema: dict[str, Any]) -> str:
    """A few words: `text`, `number`, `list of text`, `date or null`."""
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return "object"
    kind = schema.get("type", "value")
    if kind == "array":
        return f"list of {_type(schema['items'])}"
    if kind == "string":
        return {"date": "date", "date-time": "time"}.get(schema.get("format", ""), "text")
    return str(kind)


def example_of(document: Document, schema: dict[str, Any]) -> Any:
    """An answer made of the examples of its fields; of a list one row."""
    schema = _followed(document, schema)
    if schema.get("examples"):
        return schema["examples"][0]
    if "default" in schema and not schema.get("properties"):
        return schema["default"]
    if "anyOf" in schema:
        return example_of(document, schema["anyOf"][0])
    if schema.get("type") == "object":
        return {name: example_of(document, each) for name, each in schema.get("properties", {}).items()}
    if schema.get("type") == "array":
        return [example_of(document, schema["items"])]
    return _plain_example(schema)


def _plain_example(schema: dict[str, Any]) -> Any:
    written = {"date": "2026-03-09", "date-time": "2026-03-09T10:00:00Z"}.get(schema.get("format", ""), "…")
    return {"string": written, "integer": 1, "number": 1.5, "boolean": False, "null": None}.get(schema.get("type", ""))


def _followed(document: Document, schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found
