"""How a record that one side reported becomes one that both sides stand by, and how it is taken back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from core.append_only import rewriting_logs
from core.models import Visibility
from mail.services import Recipient, queue
from partnerships.models import Confirmation, Partnership, PartnershipMember
from partnerships.permissions import confirmable_members
from partnerships.revisions import revision_of
from partnerships.services.revising import adopt_revision, is_outdated

WIDER_FIRST = (Visibility.PUBLIC, Visibility.COMMUNITY, Visibility.PARTIES)
Side = PartnershipMember.Side
# A donor, broker or facilitator that reports a record speaks from the offering side.
ASKING = (Side.DEMAND, Side.PEER)
OFFERING = (Side.SUPPLY, Side.PEER, Side.BROKER, Side.FUNDER, Side.FACILITATOR)


class CannotConfirm(Exception):
    """The person may not say this for that side; the message tells why."""


@transaction.atomic
def confirm_partnership(
    *, partnership: Partnership, agreed_visibility: str = Visibility.PUBLIC, note: str = "", by: User
) -> Partnership:
    """Confirm the present wording for the institutions one speaks for, and agree that it be shown.

    Once both sides have confirmed the same wording the record is confirmed, and visible as widely as
    both agreed. Confirming the same wording again changes nothing and sends nothing.
    """
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if is_outdated(partnership):
        raise CannotConfirm(_("The record has changed since this wording was written; ask for a new one."))
    members = confirmable_members(by, partnership)
    if not members:
        raise CannotConfirm(_("Only a focal point of an institution that asks or offers can confirm."))
    revision = revision_of(partnership)
    known = standing_consents(partnership, revision)
    if any(consent.by_id == by.pk and consent.institution_id not in _ids(members) for consent in known.values()):
        raise CannotConfirm(_("You have confirmed for the other side; someone else must confirm for this one."))

    for member in members:
        stated = known.get(member.institution_id or 0)
        if stated and stated.agreed_visibility == agreed_visibility:
            continue
        _say(member, Confirmation.Decision.CONFIRMED, revision, by, agreed_visibility=agreed_visibility, note=note)
    return _settle(partnership, revision, by)


@transaction.atomic
def record_submission(*, partnership: Partnership, by: User) -> Partnership:
    """Count the author's submission as the confirmation of the side they report from."""
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    revision = revision_of(partnership)
    known = standing_consents(partnership, revision)
    own = [m for m in partnership.members.all() if m.institution_id in by.institution_ids]
    for member in own:
        if member.institution_id not in known:
            _say(member, Confirmation.Decision.CONFIRMED, revision, by)
    return _settle(partnership, revision, by)


@transaction.atomic
def share_partnership(*, partnership: Partnership, to: str, by: User) -> Partnership:
    """Show a record to more people, or to fewer.

    Fewer takes effect at once. More takes effect when both sides have agreed to it for the present
    wording; whoever speaks for a side that asks or offers agrees by this very act.
    """
    if WIDER_FIRST.index(Visibility(to)) > WIDER_FIRST.index(Visibility(partnership.visibility)):
        return lower_visibility(partnership=partnership, to=to, by=by)
    if confirmable_members(by, partnership):
        return confirm_partnership(partnership=partnership, agreed_visibility=to, by=by)
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    return _settle(partnership, revision_of(partnership), by)


@transaction.atomic
def lower_visibility(*, partnership: Partnership, to: str, by: User) -> Partnership:
    """Take a record back: either party does it alone, at once. Lowering again changes nothing."""
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if WIDER_FIRST.index(Visibility(to)) <= WIDER_FIRST.index(Visibility(partnership.visibility)):
        return partnership
    revision = revision_of(partnership)
    for member in confirmable_members(by, partnership):
        _say(member, Confirmation.Decision.WITHDRAWN, revision, by, agreed_visibility=to)
    partnership.visibility = to
    partnership.save(update_fields=["visibility", "updated_at"])
    return partnership


@transaction.atomic
def delete_partnership(*, partnership: Partnership, by: User) -> None:
    """Remove a record with all that hangs on it; deleting it again does nothing."""
    with rewriting_logs():
        Partnership.objects.filter(pk=partnership.pk).delete()


def standing_consents(partnership: Partnership, revision: str) -> dict[int, Confirmation]:
    """The last word of each institution on this wording, by its id; those withdrawn are left out."""
    latest: dict[int, Confirmation] = {}
    for confirmation in partnership.confirmations.of_revision(revision).order_by("decided_at", "pk"):
        latest[confirmation.institution_id] = confirmation
    return {pk: c for pk, c in latest.items() if c.decision == Confirmation.Decision.CONFIRMED}


def sides_that_confirmed(consents: Iterable[Confirmation]) -> tuple[set[int], set[int]]:
    """The institutions that stand by the wording for the asking and for the offering side."""
    consents = list(consents)
    asking = {c.institution_id for c in consents if c.side in ASKING}
    offering = {c.institution_id for c in consents if c.side in OFFERING}
    return asking, offering


def awaits_confirmation_of(partnership: Partnership) -> list[PartnershipMember]:
    """The principal members whose word on the present wording is still missing."""
    consents = standing_consents(partnership, revision_of(partnership))
    asking, offering = sides_that_confirmed(consents.values())
    missing = set()
    if not asking:
        missing |= set(ASKING)
    if not offering:
        missing |= {Side.SUPPLY, Side.PEER}
    if asking and asking == offering and len(asking) == 1:
        missing |= {Side.PEER}
    return [
        m
        for m in partnership.members.all()
        if m.institution_id and m.side in missing and m.institution_id not in consents
    ]


def _say(member: PartnershipMember, decision: str, revision: str, by: User, **more: str) -> None:
    """Write down what one side said of one wording."""
    if member.institution is None:
        return
    Confirmation.objects.create(
        partnership_id=member.partnership_id,
        institution=member.institution,
        side=member.side,
        decision=decision,
        revision=revision,
        by=by,
        by_name=by.display_name,
        **more,
    )


def _settle(partnership: Partnership, revision: str, by: User) -> Partnership:
    """Raise the standing once two different institutions, one of each side, stand by one wording."""
    consents = standing_consents(partnership, revision)
    asking, offering = sides_that_confirmed(consents.values())
    if not asking or not offering or len(asking | offering) < 2:
        return partnership
    was_confirmed = partnership.revises is None
    if partnership.revises:
        partnership = adopt_revision(copy=partnership, by=by)
    narrowest = max(WIDER_FIRST.index(Visibility(c.agreed_visibility)) for c in consents.values())
    already = was_confirmed and partnership.standing == Partnership.Standing.BOTH_SIDES
    partnership.standing = Partnership.Standing.BOTH_SIDES
    partnership.confirmed_on = timezone.localdate()
    partnership.visibility = WIDER_FIRST[narrowest]
    if any(c.side in ASKING for c in consents.values()):
        partnership.problem_in_own_words = True
    partnership.save(update_fields=["standing", "confirmed_on", "visibility", "problem_in_own_words", "updated_at"])
    if not already:
        _tell_parties(partnership, revision)
    return partnership


def _tell_parties(partnership: Partnership, revision: str) -> None:
    queue(
        purpose="partnership-confirmed",
        period=f"{partnership.pk}-{revision[:16]}",
        to=recipients_at({m.institution_id for m in partnership.members.all() if m.institution_id}),
        template="partnerships/emails/confirmed",
        context={"partnership": partnership},
    )


def recipients_at(institution_ids: Iterable[int]) -> list[Recipient]:
    """The focal points of these institutions, each with the language and zone of their profile."""
    focal_points = (
        User.objects.active()
        .filter(
            memberships__institution__in=set(institution_ids),
            memberships__status="active",
            memberships__role="focal_point",
        )
        .select_related("profile")
        .distinct()
    )
    return [_recipient(user) for user in focal_points]


def _recipient(user: User) -> Recipient:
    profile = getattr(user, "profile", None)
    if profile is None:
        return Recipient(user.email)
    return Recipient(user.email, profile.locale, profile.time_zone)


def _ids(members: Iterable[PartnershipMember]) -> set[int | None]:
    return {member.institution_id for member in members}
