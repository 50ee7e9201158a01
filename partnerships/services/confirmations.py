"""How a record that one side reported becomes one that both sides stand by, and how it is taken back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from core.append_only import rewriting_logs
from core.models import Visibility
from mail.services import Recipient, queue
from partnerships.models import Confirmation, Partnership, PartnershipMember
from partnerships.permissions import confirmable_members, members_spoken_for
from partnerships.revisions import revision_of
from partnerships.services.revising import OutdatedWording, adopt_revision, is_outdated

WIDER_FIRST = (Visibility.PUBLIC, Visibility.COMMUNITY, Visibility.PARTIES)
Side = PartnershipMember.Side
ASKING = (Side.DEMAND, Side.PEER)
OFFERING = (Side.SUPPLY, Side.PEER)


class CannotConfirm(Exception):
    """The person may not say this for that side; the message tells why."""


@transaction.atomic
def confirm_partnership(
    *, partnership: Partnership, agreed_visibility: str = Visibility.PUBLIC, note: str = "", by: User
) -> Partnership:
    """Confirm the present wording for the institutions one speaks for, and agree that it be shown.

    Once every institution that asks or offers stands by the same wording, said by two people at least,
    the record is confirmed, and visible as widely as all agreed. Confirming the same wording again
    changes nothing and sends nothing.
    """
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if is_outdated(partnership):
        raise CannotConfirm(_("The record has changed since this wording was written; ask for a new one."))
    members = confirmable_members(by, partnership)
    if not members:
        raise CannotConfirm(_("Only a focal point of an institution that asks or offers can confirm."))
    _agree(partnership, members, by, agreed_visibility=agreed_visibility, note=note)
    return _settle(partnership, by)


@transaction.atomic
def record_submission(*, partnership: Partnership, by: User) -> Partnership:
    """Count a submission as the author's confirmation, where the author speaks for a side.

    Plain staff, and those who only fund or broker, report a record without confirming it; nobody
    confirms for both sides by reporting.
    """
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    members = confirmable_members(by, partnership)
    if len({member.side for member in members}) > 1:
        members = [member for member in members if member.institution_id == partnership.reported_by_id]
    _agree(partnership, members, by)
    return _settle(partnership, by)


@transaction.atomic
def share_partnership(*, partnership: Partnership, to: str, by: User) -> Partnership:
    """Show a record to more people, or to fewer.

    Fewer takes effect at once. More takes effect when every institution that asks or offers has agreed
    to it for the present wording; whoever speaks for a party agrees by this very act. What came from a
    public source, and no party has spoken of yet, the secretariat opens again as it brought it in.
    """
    if width(to) > width(partnership.visibility):
        return lower_visibility(partnership=partnership, to=to, by=by)
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if rests_on_source_alone(partnership) and by.role in User.SECRETARIAT_ROLES:
        partnership.visibility = to
        partnership.save(update_fields=["visibility", "updated_at"])
        return partnership
    _agree(partnership, members_spoken_for(by, partnership), by, agreed_visibility=to)
    return _settle(partnership, by, at_most=to)


@transaction.atomic
def lower_visibility(*, partnership: Partnership, to: str, by: User) -> Partnership:
    """Take a record back: any party does it alone, at once. Lowering again changes nothing.

    What a party took back stays back until that party agrees again.
    """
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if width(to) <= width(partnership.visibility):
        return partnership
    revision = revision_of(partnership)
    for member in members_spoken_for(by, partnership):
        _say(member, Confirmation.Decision.WITHDRAWN, revision, by, agreed_visibility=to)
    partnership.visibility = to
    partnership.save(update_fields=["visibility", "updated_at"])
    return partnership


@transaction.atomic
def delete_partnership(*, partnership: Partnership, by: User) -> None:
    """Remove a record with all that hangs on it; deleting it again does nothing."""
    if not Partnership.objects.filter(pk=partnership.pk).exists():
        return
    auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=partnership, detail=f"deleted: {partnership}")
    with rewriting_logs():
        Partnership.objects.filter(pk=partnership.pk).delete()


def last_words(partnership: Partnership) -> dict[int, Confirmation]:
    """The latest thing that each institution said of this record, by the institution's id."""
    words = partnership.confirmations.order_by("decided_at", "pk")
    return {word.institution_id: word for word in words}


def standing_consents(partnership: Partnership) -> dict[int, Confirmation]:
    """Who stands by the present wording: they confirmed these very words, and took nothing back since."""
    revision = revision_of(partnership)
    standing: dict[int, Confirmation] = {}
    for word in partnership.confirmations.order_by("decided_at", "pk"):
        if word.decision == Confirmation.Decision.WITHDRAWN:
            standing.pop(word.institution_id, None)
        elif word.revision == revision:
            standing[word.institution_id] = word
    return standing


def awaits_confirmation_of(partnership: Partnership) -> list[PartnershipMember]:
    """The members that ask or offer whose word on the present wording is still missing.

    Where one person has confirmed for everyone, the offering side is asked for a second person.
    """
    consents = standing_consents(partnership)
    principals = _principals(partnership)
    missing = [member for member in principals if member.institution_id not in consents]
    if not missing and len({consent.by_id for consent in consents.values()}) < 2:
        return [member for member in principals if member.side in OFFERING]
    return missing


def widest_agreed(partnership: Partnership) -> str | None:
    """How widely all have agreed that the present wording be shown; None while someone has not agreed."""
    consents = standing_consents(partnership)
    if not _all_agree(partnership, consents):
        return None
    return max((consent.agreed_visibility for consent in consents.values()), key=width)


def rests_on_source_alone(partnership: Partnership) -> bool:
    """From a public source, and no party has said a word of it: the secretariat decides who sees it."""
    return partnership.standing == Partnership.Standing.PUBLIC_SOURCE and not partnership.confirmations.exists()


def width(visibility: str) -> int:
    """0 for everybody; the larger, the fewer."""
    return WIDER_FIRST.index(Visibility(visibility))


def ask_for_confirmation(*, partnership: Partnership) -> int:
    """Write to the focal points of those whose word is missing, once a wording; how many letters are new."""
    awaited = awaits_confirmation_of(partnership)
    return queue(
        purpose="confirmation-asked",
        period=f"{partnership.pk}-{revision_of(partnership)[:16]}",
        to=recipients_at(member.institution_id for member in awaited if member.institution_id),
        template="partnerships/emails/confirmation_asked",
        context={"partnership": partnership, "reporter": partnership.reported_by},
    )


def _principals(partnership: Partnership) -> list[PartnershipMember]:
    return [
        member
        for member in partnership.members.all()
        if member.institution_id and member.side in PartnershipMember.PRINCIPAL_SIDES
    ]


def _agree(partnership: Partnership, members: Iterable[PartnershipMember], by: User, **terms: str) -> None:
    """Write down consent to the present wording, unless the same person said the same before."""
    revision = revision_of(partnership)
    known = standing_consents(partnership)
    wanted = terms.get("agreed_visibility", Visibility.PUBLIC)
    for member in members:
        stated = known.get(member.institution_id or 0)
        if stated and stated.by_id == by.pk and stated.agreed_visibility == wanted:
            continue
        _say(member, Confirmation.Decision.CONFIRMED, revision, by, **terms)


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


def _settle(partnership: Partnership, by: User, at_most: str = Visibility.PUBLIC) -> Partnership:
    """Raise the standing, and show the record, once every institution concerned stands by one wording.

    Until then those who have not spoken are asked, once a wording.
    """
    agreed = widest_agreed(partnership)
    if agreed is None:
        if not partnership.is_draft:
            ask_for_confirmation(partnership=partnership)
        return partnership
    revision = revision_of(partnership)
    is_new = partnership.standing != Partnership.Standing.BOTH_SIDES or partnership.revises is not None
    if partnership.revises:
        try:
            partnership = adopt_revision(copy=partnership, by=by)
        except OutdatedWording as outdated:
            raise CannotConfirm(str(outdated)) from outdated
    partnership.visibility = max(agreed, at_most, key=width)
    if is_new:
        partnership.standing = Partnership.Standing.BOTH_SIDES
        partnership.confirmed_on = timezone.localdate()
        partnership.problem_in_own_words = True
    partnership.save(update_fields=["standing", "confirmed_on", "visibility", "problem_in_own_words", "updated_at"])
    if is_new:
        _tell_parties(partnership, revision)
    return partnership


def _all_agree(partnership: Partnership, consents: dict[int, Confirmation]) -> bool:
    """Both sides are named, each of their institutions agrees, two people said so, and no party took it back."""
    principals = _principals(partnership)
    sides = {member.side for member in principals}
    both_named = bool(sides.intersection(ASKING) and sides.intersection(OFFERING))
    if not both_named or len({member.institution_id for member in principals}) < 2:
        return False
    if any(member.institution_id not in consents for member in principals):
        return False
    if len({consent.by_id for consent in consents.values()}) < 2:
        return False
    members = {member.institution_id for member in partnership.members.all()}
    taken_back = Confirmation.Decision.WITHDRAWN
    return not any(word.decision == taken_back for pk, word in last_words(partnership).items() if pk in members)


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
