"""What a page read back to somebody, sealed: the second step can only carry out what the first one showed."""

from typing import Any

from core import signed_links
from knowledge.models import ConsentLink


def seal(what: str, link: ConsentLink, data: dict[str, Any]) -> str:
    return signed_links.sign(f"consent-{what}", {"link": link.pk, "data": data})


def unseal(what: str, token: str, link: ConsentLink) -> dict[str, Any] | None:
    """The answers that were sealed for this very link; None for anything else."""
    try:
        content: dict[str, Any] = signed_links.read(f"consent-{what}", token)
    except signed_links.BadLink:
        return None
    data: dict[str, Any] = content["data"]
    return data if content.get("link") == link.pk else None
