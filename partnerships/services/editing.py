"""Saving the answers of one step, without writing over what someone else saved meanwhile."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Institution, User
from community.services import InstitutionExists, add_institution
from core.models import Visibility
from core.versions import EditedMeanwhile
from partnerships.answers import (
    ALL,
    CODES,
    KEPT,
    ORIGIN,
    SIDES,
    TEXTS,
    NewInstitution,
    Origin,
    Party,
    PlannedExchange,
    exchanges_seen_by,
    stored_answers,
)
from partnerships.awaited import note_awaited
from partnerships.lineage import closes_circle, one_at_a_time
from partnerships.locking import locked
from partnerships.models import Activity, Confirmation, Partnership, PartnershipMember, StageChange
from partnerships.models.choices import NEXT_STAGES, Stage
from partnerships.revisions import revision_of

Side = PartnershipMember.Side


class CannotSave(Exception):
    """The process forbids it; the message tells why, `answer` names what to change."""

    def __init__(self, answer: str, message: str) -> None:
        super().__init__(message)
        self.answer = answer


@transaction.atomic
def save_step(*, partnership: Partnership, values: Mapping[str, Any], version: int, by: User) -> Partnership:
    """Write what differs from the stored record, as a new version of it.

    `version` is the one that the person read. Saving the same answers again changes nothing, whatever
    the version; other answers to a version that is no longer the last raise EditedMeanwhile.
    """
    if ORIGIN in values:
        one_at_a_time()
    stored = locked(partnership)
    before = stored_answers(stored, values, by)
    changed = {name: value for name, value in values.items() if value != before[name]}
    if not changed:
        return stored
    if version != stored.edit_version:
        raise EditedMeanwhile(stored)
    _refuse_taking_out(stored, changed, by)

    if stored.revises:
        _save_kept(stored, {name: changed.pop(name) for name in KEPT if name in changed}, by)
    wording = revision_of(stored)
    write_answers(stored, changed, by=by)
    stored.version += 1
    stored.changed_at = timezone.now()
    if stored.standing == Partnership.Standing.BOTH_SIDES and revision_of(stored) != wording:
        stored.standing, stored.confirmed_on = Partnership.Standing.ONE_SIDE, None
    stored.save(update_fields=["version", "changed_at", "standing", "confirmed_on", "updated_at"])
    if revision_of(stored) != wording:
        note_awaited(stored)
    return stored


def _save_kept(copy: Partnership, kept: Mapping[str, Any], by: User) -> None:
    """Write what goes on in the record itself, while its new wording is under way."""
    record: Any = copy.revises
    if not kept:
        return
    in_step = record.version == copy.revises_version
    copy.revises = save_step(partnership=record, values=kept, version=record.version, by=by)
    if in_step:
        copy.revises_version = copy.revises.version
        copy.save(update_fields=["revises_version"])


def _refuse_taking_out(stored: Partnership, changed: Mapping[str, Any], by: User) -> None:
    """Who has confirmed a record is taken out of it by its own people only."""
    spoke = set(
        Confirmation.objects.filter(partnership__in=[stored.pk, stored.revises_id]).values_list(
            "institution", flat=True
        )
    ) - set(by.institution_ids)
    for side in SIDES:
        if side not in changed:
            continue
        staying = {getattr(party.institution, "pk", None) for party in changed[side]}
        for member in stored.members.filter(side=side, institution__in=spoke - staying):
            raise CannotSave(
                side, _("%(name)s has confirmed this record: only its own people can take it out.") % {"name": member}
            )


def write_answers(partnership: Partnership, values: Mapping[str, Any], *, by: User | None) -> None:
    """Write answers to a locked record; the caller keeps count of its versions.

    `by` is None where the account of who wrote them is gone.
    """
    unknown = set(values) - set(ALL)
    if unknown:
        raise ValueError(f"no answers of a record: {', '.join(sorted(unknown))}")
    sides = {side: [_known(party, by) for party in values[side]] for side in SIDES if side in values}
    _refuse_both_sides(partnership, sides)
    for side, parties in sides.items():
        _set_members(partnership, side, parties)
    if "stage" in values:
        _enter_stage(partnership, values["stage"], by)
    _set_texts(partnership, {name: values[name] for name in TEXTS if name in values}, by)
    if ORIGIN in values:
        _set_origin(partnership, values[ORIGIN])
    for name in CODES:
        if name in values:
            getattr(partnership, name).set(values[name])
    if "themes" in values:
        partnership.themes.set(values["themes"])
    if "activities" in values:
        _set_exchanges(partnership, values["activities"], by)


def home_institution(user: User) -> Institution | None:
    """The institution a person writes for: where they are focal point, else where they joined first."""
    membership = user.memberships.active().select_related("institution").order_by("role", "pk").first()
    return membership.institution if membership else None


def _set_texts(partnership: Partnership, texts: dict[str, Any], by: User | None) -> None:
    for name, value in texts.items():
        setattr(partnership, name, value)
    written = list(texts)
    if "problem" in texts:
        # Whoever asked makes it their own words by confirming them, and not before.
        home = home_institution(by) if by else None
        partnership.problem_in_own_words = False
        partnership.problem_reported_by = str(home or (by.display_name if by else ""))
        written += ["problem_in_own_words", "problem_reported_by"]
    if written:
        partnership.save(update_fields=[*written, "updated_at"])


def _set_origin(partnership: Partnership, origin: Origin | None) -> None:
    if origin and closes_circle(partnership, origin.pk):
        raise CannotSave(
            ORIGIN, _("That partnership itself goes back to this one: neither can be the older of the two.")
        )
    partnership.scaled_from_id = origin.pk if origin else None
    partnership.save(update_fields=["scaled_from", "updated_at"])


def _enter_stage(partnership: Partnership, stage: str, by: User | None) -> None:
    """Drafts may begin at any stage; a submitted record goes on from the one it is in."""
    if not partnership.is_draft and stage not in NEXT_STAGES.get(partnership.stage, ()):
        allowed = ", ".join(str(Stage(each).label) for each in NEXT_STAGES.get(partnership.stage, ()))
        if not allowed:
            raise CannotSave("stage", _("A partnership that has ended does not change its stage."))
        raise CannotSave(
            "stage",
            _("From “%(now)s” a partnership goes on to: %(allowed)s.")
            % {"now": partnership.get_stage_display(), "allowed": allowed},
        )
    if stage == Stage.EXCHANGING and not both_sides_named(partnership):
        raise CannotSave(
            "stage", _("Before exchanges begin, name one institution that asks and one that offers (steps 2 and 3).")
        )
    if not partnership.is_draft:
        record_stage(partnership, stage, by)


def record_stage(partnership: Partnership, stage: str, by: User | None) -> None:
    StageChange.objects.create(partnership=partnership, stage=stage, entered_on=timezone.localdate(), changed_by=by)


def both_sides_named(partnership: Partnership) -> bool:
    """Whether an institution asks and another offers; in an alliance two peers do both."""
    named = list(partnership.members.filter(institution__isnull=False).values_list("side", flat=True))
    return (Side.DEMAND in named and Side.SUPPLY in named) or named.count(Side.PEER) > 1


def _known(party: Party, by: User | None) -> Party:
    """A party whose institution is on the portal: a new one is added now."""
    new = party.institution
    if not isinstance(new, NewInstitution):
        return party
    try:
        institution = add_institution(name=new.name, country=new.country, kind=new.kind, by=by)
    except InstitutionExists as exists:
        institution = exists.institution
    return Party(institution, institution.country or party.country, "", party.brings, party.learns)


def _refuse_both_sides(partnership: Partnership, sides: Mapping[str, Iterable[Party]]) -> None:
    def institutions(side: str) -> set[Any]:
        if side in sides:
            return {party.institution for party in sides[side] if party.institution}
        return {member.institution for member in partnership.members.filter(side=side) if member.institution}

    if institutions(Side.DEMAND) & institutions(Side.SUPPLY):
        answer = Side.SUPPLY if Side.SUPPLY in sides else Side.DEMAND
        raise CannotSave(answer, _("The same institution cannot both ask and offer."))


def _set_members(partnership: Partnership, side: str, parties: list[Party]) -> None:
    """Keep the rows of those who stay, with all they carry, and let the others go."""
    gone = {Party.of(member).who: member for member in partnership.members.filter(side=side)}
    for party in {party.who: party for party in parties}.values():
        member = gone.pop(party.who, None) or PartnershipMember(partnership=partnership, side=side)
        member.institution = party.institution if isinstance(party.institution, Institution) else None
        if member.pk is None or not member.institution:
            own = member.institution.country if member.institution else None
            member.country = None if own else party.country
        if not member.institution:
            member.stated_name = party.stated_name
        member.brings, member.learns = party.brings, party.learns
        member.save()
    partnership.members.filter(pk__in=[member.pk for member in gone.values()]).delete()


def _set_exchanges(partnership: Partnership, planned: list[PlannedExchange], by: User | None) -> None:
    """Exchanges that `by` does not see stay as they are; a number of another record is refused."""
    gone = {activity.pk: activity for activity in exchanges_seen_by(partnership, by)}
    for exchange in planned:
        if exchange.pk is None:
            Activity.objects.create(partnership=partnership, recorded_by=by, **exchange.fields)
            continue
        if exchange.pk not in gone:
            raise CannotSave("activities", _("This exchange belongs to another record."))
        activity = gone.pop(exchange.pk)
        if PlannedExchange.of(activity) != exchange:
            _rewrite(activity, exchange)
    exchanges_seen_by(partnership, by).filter(pk__in=list(gone)).delete()


def _rewrite(activity: Activity, exchange: PlannedExchange) -> None:
    """Nobody but its author has agreed to the new words, so the exchange is for the parties again."""
    for name, value in exchange.fields.items():
        setattr(activity, name, value)
    if activity.visibility in (Visibility.PUBLIC, Visibility.COMMUNITY):
        activity.visibility = Visibility.PARTIES
    activity.save()
