"""The signed links that went out for a record, as its pages show them: addresses in full to their own people only."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from partnerships.models import SideLink
from partnerships.permissions_voices import colleagues_of, sees_address
from partnerships.said import masked


class ShownAddresses:
    """How much of an address a person reads."""

    def __init__(self, user: Any) -> None:
        self.user, self.colleagues = user, colleagues_of(user)

    def __call__(self, address: str, institution_id: int, named_by: int | None) -> str:
        sees = sees_address(self.user, self.colleagues, institution_id, named_by)
        return address if sees else masked(address)


@dataclass(frozen=True)
class Sent:
    link: SideLink
    address: str


def sent_links(links: QuerySet[SideLink], shown: ShownAddresses) -> list[Sent]:
    """Newest first."""
    newest = links.select_related("institution").order_by("-created_at", "-pk")
    return [Sent(link, shown(link.address, link.institution_id, link.sent_by_id)) for link in newest]
