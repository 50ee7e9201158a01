"""What one reads before confirming several records at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partnerships import wording
from partnerships.models import Partnership, PartnershipMember
from partnerships.permissions import can_confirm, confirmable_members
from partnerships.revisions import revision_of


@dataclass(frozen=True)
class Summary:
    """A record in short, with what is said of the institutions one speaks for; `members` is empty where one may not."""

    record: Partnership
    members: list[PartnershipMember]
    revision: str
    others: list[str]
    problem_heading: str
    standing_text: str


def summary(partnership: Partnership, user: Any) -> Summary:
    mine = confirmable_members(user, partnership) if can_confirm(user, partnership) else []
    own = {member.pk for member in mine}
    return Summary(
        record=partnership,
        members=mine,
        revision=revision_of(partnership),
        others=[wording.member_name(m) for m in partnership.members.all() if m.pk not in own],
        problem_heading=wording.problem_heading(partnership),
        standing_text=wording.standing_text(partnership),
    )


def wordings_read(data: Mapping[str, Any]) -> dict[int, str]:
    """Which wording of each record the page showed: `read-12` holds the hash of it."""
    return {
        int(name.removeprefix("read-")): str(value)
        for name, value in data.items()
        if name.startswith("read-") and name.removeprefix("read-").isascii() and name.removeprefix("read-").isdigit()
    }
