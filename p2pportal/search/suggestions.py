"""What somebody may have meant whose words found nothing: only what leads to something they may see."""

from typing import Any

from community.models import Country
from core import spelling
from core.registry import searchables
from p2pportal.search.hits import leading

SUGGESTIONS = 3
LOOKED_AT = 5


def did_you_mean(text: str, user: Any) -> list[str]:
    """In two queries: close spellings among the names one may see, and which of them find something."""
    names = [(kind.listed(user), kind.named) for kind in searchables() if kind.named]
    names.append((Country.objects.all(), "name_en"))
    offers = spelling.offers(text, names)[:LOOKED_AT]
    return leading(offers, user)[:SUGGESTIONS]
