"""What a page read back to somebody, sealed: the second step can only carry out what the first one showed."""

from typing import Any

from django.db.models import Model

from core import signed_links


def seal(what: str, link: Model, **content: Any) -> str:
    """`link` is the row that the address stands for: a signed link, or an invitation."""
    return signed_links.sign(f"side-{what}", {"link": link.pk, **content})


def unseal(what: str, token: str, link: Model) -> dict[str, Any] | None:
    """The content that was sealed for this very link; None for anything else."""
    try:
        content: dict[str, Any] = signed_links.read(f"side-{what}", token)
    except signed_links.BadLink:
        return None
    return content if content.get("link") == link.pk else None
