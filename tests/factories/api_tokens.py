"""Tokens of the API."""

from datetime import timedelta

from django.utils import timezone

from community.models import ApiToken, User
from core.registry import api_families


def token_of(user: User, *scopes: str, days: int = 30, **changes) -> str:
    """The secret of a token of this person, which reads everything unless told otherwise."""
    token, secret = ApiToken.objects.issue(
        user=user,
        name="Test",
        scopes=list(scopes) or [family.name for family in api_families()],
        expires_at=timezone.now() + timedelta(days=days),
    )
    if changes:
        ApiToken.objects.filter(pk=token.pk).update(**changes)
    return secret
