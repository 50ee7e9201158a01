"""Who will read a text once it is published, each as somebody who can be asked for what they see."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.models import User
from knowledge.models.choices import Audience

ANYONE, MEMBER, PARTY = "anon", "member", "party"
AUDIENCES: dict[str, str | Promise] = {
    ANYONE: _("Everyone, without an account"),
    MEMBER: _("A verified member"),
    PARTY: _("An institution it tells of"),
}
NO_INSTITUTION = frozenset([0])  # the home of a member who belongs to nobody that is named


def stand_in(audience: str, piece: Any) -> Any:
    """Nobody real: an account that is never stored, with the institutions that give it its rights."""
    if audience == ANYONE:
        return AnonymousUser()
    reader = User(pk=0, email="", name="", role=User.Role.MEMBER)
    homes = frozenset(piece.parties.values_list("institution", flat=True)) if audience == PARTY else NO_INSTITUTION
    reader.institution_ids = homes or NO_INSTITUTION
    reader.focal_institution_ids = homes
    return reader


def will_read(audience: str, piece: Any) -> bool:
    """Whether this audience finds the page at all."""
    return audience != ANYONE or piece.audience == Audience.PUBLIC
