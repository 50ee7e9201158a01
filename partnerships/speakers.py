"""Who says a word for a side: somebody who signed in, or whoever answers a signed link."""

from dataclasses import dataclass
from typing import Self

from community.models import User
from partnerships.models import Confirmation, SideLink


@dataclass(frozen=True)
class Speaker:
    """`name` is what the record keeps of them, whatever becomes of the account or the link."""

    name: str
    title: str = ""
    user: User | None = None
    link: SideLink | None = None

    @classmethod
    def signed_in(cls, user: User) -> Self:
        return cls(name=user.display_name, user=user)

    @property
    def channel(self) -> str:
        return Confirmation.Channel.LINK if self.link else Confirmation.Channel.PORTAL

    @property
    def person(self) -> str:
        """The address they are reached at: two words of one person count once."""
        if self.link:
            return self.link.address.lower()
        return self.user.email.lower() if self.user else ""

    @property
    def signature(self) -> str:
        """`Ama Mensah, Chief Statistician`."""
        return f"{self.name}, {self.title}" if self.title else self.name
