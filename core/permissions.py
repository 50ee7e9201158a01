"""The one way in which a view insists on a permission."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied


def require(may: Callable[..., bool], user: Any, *objects: Any) -> None:
    """Answer 403 unless the predicate allows it; what one may not see was a 404 before this."""
    if not may(user, *objects):
        raise PermissionDenied
