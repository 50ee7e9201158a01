"""The fields of a record that the other side may word differently, and what a correction makes of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.models import Institution
from core.partial_dates import display, is_before
from partnerships.answers import Party
from partnerships.models import Partnership, PartnershipMember
from partnerships.revisions import revision_of

# Of the record as a whole, in the order in which they are read.
OF_RECORD = (
    "title",
    "problem",
    "reform",
    "expertise_wanted",
    "kind",
    "summary",
    "what_changed",
    "why_this_peer",
    "planned_start",
    "planned_end",
    "actual_start",
    "actual_end",
)
# Of the institution that answers.
OF_MEMBER = ("brings", "learns")
ASKING = (PartnershipMember.Side.DEMAND, PartnershipMember.Side.PEER)
PERIODS = (("planned_start", "planned_end"), ("actual_start", "actual_end"))


@dataclass(frozen=True)
class CorrectableField:
    """One field as the form of the other side shows it; `stands` is what is written now."""

    name: str
    label: Any
    stands: str
    max_length: int
    choices: tuple[tuple[str, Any], ...] = ()
    is_own: bool = False

    @property
    def shown(self) -> Any:
        """What stands, in the words that readers see."""
        return dict(self.choices).get(self.stands, self.stands)


def correctable(partnership: Partnership, institution: Institution, side: str) -> list[CorrectableField]:
    """What that institution may correct; the problem is left out for the side that asks: those are its own words."""
    found = []
    for name in OF_RECORD:
        if name == "problem" and side in ASKING:
            continue
        field: Any = Partnership._meta.get_field(name)
        found.append(
            CorrectableField(
                name=name,
                label=field.verbose_name,
                stands=getattr(partnership, name),
                max_length=field.max_length or 0,
                choices=tuple(field.choices or ()),
            )
        )
    member = next((m for m in partnership.members.all() if (m.institution_id, m.side) == (institution.pk, side)), None)
    labels = {"brings": _("What you bring"), "learns": _("What you learn")}
    if member is not None:
        length = 2000
        found += [
            CorrectableField(name, labels[name], getattr(member, name), length, is_own=True) for name in OF_MEMBER
        ]
    return found


def label_of(name: str) -> Any:
    """A field's name as readers know it."""
    model: Any = PartnershipMember if name in OF_MEMBER else Partnership
    return model._meta.get_field(name).verbose_name


def as_answers(partnership: Partnership, institution_id: int, corrections: Mapping[str, str]) -> dict[str, Any]:
    """Corrections as the answers that `services.editing` stores.

    Raises ValidationError, by field, for a value that the record cannot hold.
    """
    values: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    for name in OF_RECORD:
        if name in corrections:
            try:
                field: Any = Partnership._meta.get_field(name)
                values[name] = field.clean(corrections[name], partnership)
            except ValidationError as error:
                errors[name] = error
    errors = errors or _dates_out_of_order(partnership, values)
    if errors:
        raise ValidationError(errors)
    own = {name: corrections[name] for name in OF_MEMBER if name in corrections}
    if own:
        values |= _parties_with(partnership, institution_id, own)
    return values


def _dates_out_of_order(partnership: Partnership, values: Mapping[str, Any]) -> dict[str, Any]:
    """An end before its start, beside whichever of the two is corrected; the end, if both are."""
    errors: dict[str, Any] = {}
    for start, end in PERIODS:
        if start not in values and end not in values:
            continue
        first, last = (values.get(name, getattr(partnership, name)) for name in (start, end))
        if first and last and is_before(last, first):
            corrected = end if end in values else start
            errors[corrected] = _("The end date must be after %(start)s") % {"start": display(first)}
    return errors


def _parties_with(partnership: Partnership, institution_id: int, own: Mapping[str, str]) -> dict[str, Any]:
    sides: dict[str, Any] = {}
    for member in partnership.members.all():
        if member.institution_id != institution_id or member.side not in PartnershipMember.PRINCIPAL_SIDES:
            continue
        parties = []
        for each in partnership.members.filter(side=member.side):
            party = Party.of(each)
            if each.pk == member.pk:
                party = Party(
                    party.institution,
                    party.country,
                    party.stated_name,
                    own.get("brings", party.brings),
                    own.get("learns", party.learns),
                )
            parties.append(party)
        sides[member.side] = parties
    return sides


class _Undone(Exception):
    """Takes back what was written only to see its hash."""


def wording_with(partnership: Partnership, write: Any) -> str:
    """The hash of the wording that the record would have after `write(record)`; nothing of it is kept."""
    wording = ""
    try:
        with transaction.atomic():
            trial = Partnership.objects.get(pk=partnership.pk)
            write(trial)
            wording = revision_of(Partnership.objects.get(pk=partnership.pk))
            raise _Undone
    except _Undone:
        return wording
