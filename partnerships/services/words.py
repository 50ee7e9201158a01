"""Writing down what a side says of a wording, and what follows once all have spoken."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from core.models import Visibility
from mail.services import queue
from partnerships.asking.answerers import tell_who_answered_by_link
from partnerships.asking.letters import ask_for_confirmation
from partnerships.asking.people import recipients_at
from partnerships.awaited import note_awaited
from partnerships.consents import ASKING, all_agree, last_words, principals, standing_consents
from partnerships.models import Confirmation, Partnership, PartnershipMember
from partnerships.revisions import revision_of
from partnerships.services.revising import adopt_revision
from partnerships.speakers import Speaker

WIDER_FIRST = (Visibility.PUBLIC, Visibility.COMMUNITY, Visibility.PARTIES)
# The same word again within this time is a second click; after it, it renews the first.
RENEWS_AFTER = timedelta(days=30)


def width(visibility: str) -> int:
    """0 for everybody; the larger, the fewer."""
    return WIDER_FIRST.index(Visibility(visibility))


def widest_agreed(partnership: Partnership) -> str | None:
    """How widely all have agreed that the present wording be shown; None while someone has not agreed."""
    consents = standing_consents(partnership)
    if not all_agree(partnership, consents):
        return None
    return max((consent.agreed_visibility for consent in consents.values()), key=width)


def say(member: PartnershipMember, decision: str, revision: str, speaker: Speaker, **more: str) -> None:
    """Write down what one side said of one wording."""
    if member.institution is None:
        return
    Confirmation.objects.create(
        partnership_id=member.partnership_id,
        institution=member.institution,
        side=member.side,
        decision=decision,
        revision=revision,
        channel=speaker.channel,
        by=speaker.user,
        by_name=speaker.name,
        by_title=speaker.title,
        link=speaker.link,
        **more,
    )


def agree(
    partnership: Partnership,
    members: Iterable[PartnershipMember],
    speaker: Speaker,
    *,
    revision: str = "",
    agreed_visibility: str = Visibility.PUBLIC,
    note: str = "",
) -> None:
    """Write down consent to a wording, the present one unless told otherwise.

    The same person saying the same within a month changes nothing. A side that asks makes the problem its
    own words by confirming them.
    """
    present = revision_of(partnership)
    known = standing_consents(partnership)
    fresh = timezone.now() - RENEWS_AFTER
    for member in members:
        stated = known.get(member.institution_id or 0)
        is_second_click = (
            stated is not None
            and revision in ("", stated.revision)
            and stated.person == speaker.person
            and stated.agreed_visibility == agreed_visibility
            and stated.decided_at > fresh
        )
        if is_second_click:
            continue
        confirmed = Confirmation.Decision.CONFIRMED
        say(member, confirmed, revision or present, speaker, agreed_visibility=agreed_visibility, note=note)
        if member.side in ASKING and partnership.problem and revision in ("", present):
            partnership.problem_in_own_words = True
            partnership.save(update_fields=["problem_in_own_words", "updated_at"])


def settle(partnership: Partnership, at_most: str = Visibility.PUBLIC) -> Partnership:
    """Raise the standing, and show the record, once every institution concerned stands by one wording.

    Until then those who have not spoken are asked, once a wording. Raises OutdatedWording for a new wording
    of a record that has changed meanwhile.
    """
    note_objections(partnership)
    agreed = widest_agreed(partnership)
    if agreed is None:
        _heed_narrowest(partnership)
        if not partnership.is_draft and partnership.objected_at is None:
            ask_for_confirmation(partnership=partnership)
        note_awaited(partnership)
        return partnership
    revision = revision_of(partnership)
    is_new = partnership.standing != Partnership.Standing.BOTH_SIDES or partnership.revises is not None
    if partnership.revises:
        partnership = adopt_revision(copy=partnership)
        note_objections(partnership)
    partnership.visibility = max(agreed, at_most, key=width)
    if is_new:
        partnership.standing = Partnership.Standing.BOTH_SIDES
        partnership.confirmed_on = timezone.localdate()
        partnership.problem_in_own_words = bool(partnership.problem)
    else:
        partnership.confirmed_on = max(partnership.confirmed_on or timezone.localdate(), _all_spoke_since(partnership))
    partnership.save(update_fields=["standing", "confirmed_on", "visibility", "problem_in_own_words", "updated_at"])
    note_awaited(partnership)
    if is_new:
        _tell_parties(partnership, revision)
    return partnership


def _heed_narrowest(partnership: Partnership) -> None:
    """Of what readers see already, a side may say by confirming it that fewer are to see it; that needs no other."""
    if partnership.is_draft:
        return
    wishes = (consent.agreed_visibility for consent in standing_consents(partnership).values())
    narrowest = max([partnership.visibility, *wishes], key=width)
    if narrowest != partnership.visibility:
        partnership.visibility = narrowest
        partnership.save(update_fields=["visibility", "updated_at"])


def note_objections(partnership: Partnership) -> None:
    """An objection hides the record from everyone but its parties, for as long as it stands."""
    members = {member.institution_id for member in partnership.members.all()}
    standing = [
        word
        for pk, word in last_words(partnership).items()
        if pk in members and word.decision == Confirmation.Decision.OBJECTED
    ]
    since = min((word.decided_at for word in standing), default=None)
    if since == partnership.objected_at:
        return
    partnership.objected_at = since
    if since and partnership.visibility in (Visibility.PUBLIC, Visibility.COMMUNITY):
        partnership.visibility = Visibility.PARTIES
    partnership.save(update_fields=["objected_at", "visibility", "updated_at"])


def _all_spoke_since(partnership: Partnership) -> date:
    """The day since which every institution has confirmed the record again."""
    consents = standing_consents(partnership)
    days = [timezone.localdate(consents[member.institution_id or 0].decided_at) for member in principals(partnership)]
    return min(days)


def _tell_parties(partnership: Partnership, revision: str) -> None:
    queue(
        purpose="partnership-confirmed",
        period=f"{partnership.pk}-{revision[:16]}",
        to=recipients_at({member.institution_id for member in partnership.members.all()}, partnership),
        template="partnerships/emails/confirmed",
        context={"partnership": partnership},
    )
    tell_who_answered_by_link(partnership, standing_consents(partnership).values())
