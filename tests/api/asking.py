"""How tests ask the API."""

from typing import Any

from django.test import Client

ROOT = "/api/v1/"


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def client_of(user: Any) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def get(path: str, *, client: Client | None = None, secret: str = "", **query: Any) -> Any:
    headers = bearer(secret) if secret else {}
    return (client or Client()).get(f"{ROOT}{path}", query, headers=headers)


def results(path: str, **asked: Any) -> list[dict[str, Any]]:
    """All rows of a list, page after page."""
    found, after = [], ""
    while True:
        answer = get(path, **asked, **({"after": after} if after else {}))
        assert answer.status_code == 200, answer.content
        body = answer.json()
        found += body["results"]
        if not body["next"]:
            return found
        after = body["next"].rpartition("after=")[2]


def problem(answer: Any) -> tuple[int, str]:
    """The status of a problem, and what it says; it must be one."""
    body = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert body["status"] == answer.status_code
    return answer.status_code, body["detail"]
