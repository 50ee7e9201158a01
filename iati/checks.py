"""What must not be left open in production."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register(deploy=True)
def fetches_from_public_addresses_only(**kwargs: Any) -> list[CheckMessage]:
    if not settings.IATI_FETCH_TRUSTS and not settings.IATI_FETCH_CA:
        return []
    return [
        Error(
            "IATI_FETCH_TRUSTS or IATI_FETCH_CA is set: files would be fetched from addresses inside the network.",
            hint="They are for tests. Leave both empty.",
            id="iati.E001",
        )
    ]
