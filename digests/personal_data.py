"""What digests keep of a person beside the account."""

from typing import Any

from community.following import followed_by
from community.models import Follow, User
from digests.models import Digest, DigestChoice, SavedSearch


def tell(user: User) -> dict[str, Any]:
    choice = DigestChoice.objects.filter(user=user).first()
    return {
        "digest": {"how_often": choice.rhythm, "language": choice.language} if choice else None,
        "follows": [each.name for _what, rows in followed_by(user) for each in rows],
        "saved_searches": [
            {"name": search.name, "list": search.listing, "query": search.query, "notice": search.notice}
            for search in SavedSearch.objects.filter(user=user)
        ],
        "digests": [
            {"made_at": letter.made_at.isoformat(), "told": letter.items}
            for letter in Digest.objects.filter(user=user).order_by("pk")
        ],
    }


def forget(user: User) -> None:
    """Rows of community too: a follow is of no use without its person."""
    for model in (Digest, SavedSearch, DigestChoice, Follow):
        model._default_manager.filter(user=user).delete()
