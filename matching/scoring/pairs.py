"""Who asks and who might answer, side by side, and the form in which facts about them are told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from community.models import Institution
from community.permissions import can_edit_institution
from matching.models import PeerProfile
from matching.scoring.asked import Asked
from matching.scoring.known_words import Words
from matching.scoring.peers import ScoredPeer


@dataclass(frozen=True)
class Fact:
    """Words, and where they lead: to what shows it (`link` is its name), or to where what is missing is added."""

    text: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class OwnFacts:
    """Where who asks says what is missing on their side: an address, empty on the page itself, and its fields.

    Fields are those of the finder, by other names where `fields` has one.
    """

    address: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    def at(self, name: str) -> str:
        return f"{self.address}#id_{self.fields.get(name, name)}"


@dataclass(frozen=True)
class Pair:
    """Who asks and who might answer, with the names that facts are told in."""

    asked: Asked
    peer: ScoredPeer
    profile: PeerProfile
    words: Words
    user: Any
    own: "OwnFacts"

    def value(self, name: str) -> float | None:
        return self.peer.values[name]

    def yours_missing(self, text: str, field: str) -> Fact:
        return Fact(text, self.own.at(field), _("Add it"))

    def you_missing(self, text: str, field: str) -> Fact:
        """What is known of who asks: of an institution of the register it is added there."""
        institution = self.asked.who.institution
        if institution is None:
            return self.yours_missing(text, field)
        return Fact(text, place_to_add(institution, self.user), _("Add it"))

    def theirs_missing(self, text: str) -> Fact:
        """Whoever may change what is known of the institution does; everybody else tells the secretariat."""
        return Fact(text, place_to_add(self.profile.institution, self.user), _("Add it"))

    def offer_missing(self, text: str, otherwise: str) -> Fact:
        """What only an offer says; its own people add it."""
        offer = self.profile.offer
        if offer is None:
            return Fact(otherwise)
        return Fact(text, offer.get_absolute_url(), _("The offer"))


def place_to_add(institution: Institution, user: Any) -> str:
    if can_edit_institution(user, institution):
        return reverse("community:institution-edit", args=[institution.slug])
    return f"{reverse('community:report')}?{urlencode({'page': institution.get_absolute_url()})}"
