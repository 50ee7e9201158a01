"""What a record says of one of its institutions, field by field, for whoever answers for it by a signed link."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from community.models import Institution
from partnerships import wording
from partnerships.answers import stored_answers
from partnerships.models import Partnership, PartnershipMember, SideLink
from partnerships.plain_words import LABELS, lines

TEXTS = ("expertise_wanted", "why_this_peer", "reform", "summary", "what_changed", "scale_adaptation")
FACTS = ("kind", "planned_start", "planned_end", "actual_start", "actual_end", "sectors", "languages", "scaled_from")
Side = PartnershipMember.Side


@dataclass(frozen=True)
class Told:
    """One field: what it is called, and what it says."""

    label: str
    text: str


def about(link: SideLink) -> dict[str, Any]:
    """What each page of a link begins with: who asks whom, and what the record says."""
    partnership = link.partnership
    return {
        "link": link,
        "partnership": partnership,
        "asker": who_asks(link),
        "part": side_told(link.side),
        "who_sees": who_sees(partnership),
        "problem_heading": wording.problem_heading(partnership),
        "standing_text": wording.standing_text(partnership),
        "about_you": of_institution(partnership, link.institution),
        "told": of_record(partnership),
    }


def masked(address: str) -> str:
    """Enough for its owner to know it again: `a…@nso.example`."""
    name, _at, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"


def of_institution(partnership: Partnership, institution: Institution) -> list[Told]:
    """What each of its members brings and learns; said about the reader, so it comes first."""
    own = [member for member in partnership.members.all() if member.institution_id == institution.pk]
    told = [Told(_("What you bring"), member.brings) for member in own]
    told += [Told(_("What you learn"), member.learns) for member in own]
    return [each for each in told if each.text]


def of_record(partnership: Partnership) -> list[Told]:
    """The other fields in the order of the record's page, those left empty left out."""
    answers = stored_answers(partnership, (*TEXTS, *FACTS, "source_url"), None)
    partners = [Told(str(label), names) for label, names in _partners(partnership)]
    told = [Told(str(LABELS[name]), "\n".join(lines(name, answers[name]))) for name in answers]
    return [*partners, *(each for each in told if each.text)]


def who_asks(link: SideLink) -> str:
    """The person and the party they ask for; the institution alone where nobody pressed the button."""
    person, house = link.sent_by, link.partnership.reported_by
    if person is None:
        return str(house or _("The portal"))
    parties = {m.institution_id: m.institution for m in link.partnership.members.all() if m.institution}
    own = next((parties[pk] for pk in sorted(person.institution_ids) if pk in parties), house)
    return f"{person.display_name}, {own}" if own else person.display_name


def who_sees(partnership: Partnership) -> str:
    """Who reads the record at present, in a sentence."""
    if partnership.objected_at:
        return _("At present only the institutions named in it see this record, because a party objects to it.")
    words: dict[str, str] = {
        "public": _("At present everyone can read it, marked with what it rests on."),
        "community": _("At present verified members of the community can read it."),
    }
    return words.get(
        partnership.visibility,
        _(
            "At present only the institutions named in it see this record. It is shown more widely once both sides agree."
        ),
    )


def side_told(side: str) -> str:
    """The part that the reader's institution plays, as said to the reader."""
    words = {
        Side.DEMAND: _("You are named as the side that asked, and that sets the terms."),
        Side.SUPPLY: _("You are named as the side that offers its experience."),
        Side.PEER: _("You are named as one of the peers, who all share and learn."),
    }
    return words.get(Side(side), "")


def _partners(partnership: Partnership) -> Iterable[tuple[Any, str]]:
    for side in Side:
        names = [wording.member_name(member) for member in partnership.members.all() if member.side == side]
        if names:
            yield LABELS[side.value], "\n".join(names)
