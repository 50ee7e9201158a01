"""The selection of the directory as rows: for CSV and XLSX those of the import, and JSON objects.

An export holds what its reader may see at the moment each part of it is written: rows come in parts,
and before every part the reader's rights are read again. Demonstration records are left out unless
they are asked for.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from community.models import User
from partnerships.filters import Selection
from partnerships.imports.columns import EXPORTED, joined
from partnerships.models import Partnership, PartnershipMember
from partnerships.models.partnership import PartnershipQuerySet

PART = 500


@dataclass(frozen=True)
class Format:
    """A format of another app: what a link to it is called, and its bytes for a stream of partnerships."""

    label: str
    content_type: str
    stream: Callable[[Iterable[Partnership]], Iterator[bytes]]


FURTHER: dict[str, Format] = {}


def add_format(name: str, format: Format) -> None:
    """Called once from the app's `registrations`; `name` is what the address ends with."""
    FURTHER[name] = format


Side = PartnershipMember.Side


def rows(selection: Selection, user: Any, *, with_demo: bool = False) -> Iterator[Partnership]:
    """Every partnership of the selection, newest record first, in parts of one size."""
    last: int | None = None
    while True:
        part = _visible(selection, _today(user), with_demo=with_demo)
        if last is not None:
            part = part.filter(pk__lt=last)
        whole = part.for_listing().prefetch_related("sdg_targets", "themes")  # type: ignore[misc]  # taggit has no types
        found = list(whole.order_by("-pk")[:PART])
        yield from found
        if len(found) < PART:
            return
        last = found[-1].pk


def latest(selection: Selection, user: Any, *, count: int, with_demo: bool = False) -> list[Partnership]:
    """The newest changes of the selection, for a feed."""
    found = _visible(selection, user, with_demo=with_demo)
    return list(found.for_listing().order_by("-changed_at", "-pk")[:count])


def _visible(selection: Selection, user: Any, *, with_demo: bool) -> PartnershipQuerySet:
    visible = Partnership.objects.listed_for(user)
    return selection.apply(visible if with_demo else visible.real())


def _today(user: Any) -> Any:
    """The same person with the rights of this moment."""
    if not user.is_authenticated:
        return user
    return User.objects.active().filter(pk=user.pk).first() or AnonymousUser()


def address(partnership: Partnership) -> str:
    return settings.BASE_URL + partnership.get_absolute_url()


# --- CSV and XLSX: one function a column, under the names that the import reads ---------------------


def cells(partnership: Partnership) -> list[Any]:
    return [CELLS[name](partnership) for name in EXPORTED]


def _of_side(partnership: Partnership, *sides: str) -> list[PartnershipMember]:
    """The members of a side, those with a name before those of which only the country is known."""
    found = [member for member in partnership.members.all() if member.side in sides]
    return sorted(found, key=lambda member: not _named(member))


def _named(member: PartnershipMember) -> str:
    return member.institution.name if member.institution else member.stated_name


def _institutions(*sides: str) -> Callable[[Partnership], str]:
    return lambda partnership: joined(name for m in _of_side(partnership, *sides) if (name := _named(m)))


def _countries(*sides: str) -> Callable[[Partnership], str]:
    return lambda partnership: joined(m.place.iso2 if m.place else "" for m in _of_side(partnership, *sides))


def _plain(name: str) -> Callable[[Partnership], Any]:
    return lambda partnership: getattr(partnership, name)


CELLS: dict[str, Callable[[Partnership], Any]] = {
    **{name: _plain(name) for name in EXPORTED},
    "url": address,
    "supply_institution": _institutions(Side.SUPPLY),
    "supply_country": _countries(Side.SUPPLY),
    "demand_institution": _institutions(Side.DEMAND),
    "demand_country": _countries(Side.DEMAND),
    "peer_institution": _institutions(Side.PEER),
    "peer_country": _countries(Side.PEER),
    "broker": _institutions(Side.BROKER),
    "funder": _institutions(Side.FUNDER),
    "facilitator": _institutions(Side.FACILITATOR),
    "sector": lambda p: joined(sector.code for sector in p.sectors.all()),
    "start_year": _plain("start"),
    "end_year": _plain("end"),
    "modality": _plain("modality_words"),
    "source": _plain("source_url"),
    "languages": lambda p: joined(p.languages),
    "scale": _plain("scale_stage"),
    "sdg_targets": lambda p: joined(target.code for target in p.sdg_targets.all()),
    "themes": lambda p: joined(sorted(theme.name for theme in p.themes.all())),
    "changed_at": lambda p: p.changed_at.isoformat(timespec="seconds"),
}


# --- JSON ---------------------------------------------------------------------------------------------


def as_object(partnership: Partnership) -> dict[str, Any]:
    """What `export.json` says of a partnership; the values are those that the filters take."""
    return {
        "title": partnership.title,
        "slug": partnership.slug,
        "url": address(partnership),
        "kind": partnership.kind,
        "direction": partnership.direction,
        "stage": partnership.stage,
        "sectors": [sector.code for sector in partnership.sectors.all()],
        "sdg_targets": [target.code for target in partnership.sdg_targets.all()],
        "themes": sorted(theme.name for theme in partnership.themes.all()),
        "members": [
            {"institution": member.name, "country": member.place.iso2 if member.place else None, "side": member.side}
            for member in partnership.members.all()
        ],
        "start": partnership.start,
        "end": partnership.end,
        "languages": partnership.languages,
        "summary": partnership.summary,
        "problem": partnership.problem,
        "problem_in_own_words": partnership.problem_in_own_words,
        "what_changed": partnership.what_changed,
        "standing": partnership.standing,
        "confirmed_on": partnership.confirmed_on,
        "source": partnership.source_url,
        "is_demo": partnership.is_demo,
        "changed_at": partnership.changed_at,
    }
