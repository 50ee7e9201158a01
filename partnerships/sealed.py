"""What a page read back to somebody, sealed: the second step can only carry out what the first one showed."""

from typing import Any

from core import signed_links
from partnerships.models import SideLink


def seal(what: str, link: SideLink, **content: Any) -> str:
    return signed_links.sign(f"side-{what}", {"link": link.pk, **content})


def unseal(what: str, token: str, link: SideLink) -> dict[str, Any] | None:
    """The content that was sealed for this very link; None for anything else."""
    try:
        content: dict[str, Any] = signed_links.read(f"side-{what}", token)
    except signed_links.BadLink:
        return None
    return content if content.get("link") == link.pk else None
