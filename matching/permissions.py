"""Who may do what with needs, offers, matches and introductions. The only place that decides it.

What one may not see answers 404 before any of these is asked: see `visible_to` of each model.
"""

from typing import Any

from community.models import Institution
from community.permissions import is_secretariat
from matching.models import Introduction, Need, Offer
from matching.models.choices import AskedThrough, IntroductionStatus, Side
from partnerships.permissions import donor_ids


def is_active(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active)


def is_member(user: Any) -> bool:
    """Whoever belongs to an institution."""
    return is_active(user) and bool(user.is_verified_member)


def speaks_for(user: Any, institution: Institution) -> bool:
    """Its focal points; for a donor all its staff speak."""
    return is_active(user) and institution.pk in user.focal_institution_ids | donor_ids(user)


def can_open_any(user: Any) -> bool:
    """Whether there is an institution for which this person speaks."""
    return is_active(user) and bool(user.focal_institution_ids | donor_ids(user))


def can_state(user: Any) -> bool:
    """Begin a need or an offer for the own institution; the secretariat for any."""
    return is_member(user) or (is_active(user) and is_secretariat(user))


def can_state_for(user: Any, institution: Institution) -> bool:
    return is_active(user) and (is_secretariat(user) or institution.pk in user.institution_ids)


def can_edit_statement(user: Any, statement: Need | Offer) -> bool:
    """Who speaks for the institution, and who entered it while it is a draft; the secretariat what is open."""
    if not is_active(user):
        return False
    if speaks_for(user, statement.institution):
        return True
    if statement.is_draft:
        return statement.recorded_by_id == user.pk and statement.institution_id in user.institution_ids
    return is_secretariat(user)


def can_publish_statement(user: Any, statement: Need | Offer) -> bool:
    """Open a draft to others, pause it, close it: who speaks for the institution; the secretariat what is open."""
    if not is_active(user):
        return False
    return speaks_for(user, statement.institution) or (is_secretariat(user) and not statement.is_draft)


def can_delete_statement(user: Any, statement: Need | Offer) -> bool:
    """Who speaks for the institution, and who entered a draft; administrators what is open."""
    if not is_active(user):
        return False
    if speaks_for(user, statement.institution):
        return True
    if statement.is_draft:
        return statement.recorded_by_id == user.pk and statement.institution_id in user.institution_ids
    return bool(user.is_administrator)


def can_take_along(user: Any) -> bool:
    """Have needs and offers as files: members those of their own institutions, the secretariat all."""
    return is_member(user) or takes_all_along(user)


def takes_all_along(user: Any) -> bool:
    return is_active(user) and is_secretariat(user)


def taken_along(statements: Any, user: Any) -> Any:
    """Of what is listed for this person, what may be had as a file."""
    return statements if takes_all_along(user) else statements.filter(institution__in=user.institution_ids)


def can_see_matches(user: Any, need: Need) -> bool:
    """The peers found for a need: its own institution, and brokers once it is no draft."""
    if is_member(user) and need.institution_id in user.institution_ids:
        return True
    return is_active(user) and is_secretariat(user) and not need.is_draft


def can_set_aside(user: Any, need: Need) -> bool:
    """Say of a suggestion that it does not suit: who speaks for the institution, and editors, who broker."""
    return is_active(user) and (bool(user.is_editor) or speaks_for(user, need.institution))


def can_propose(user: Any) -> bool:
    """Put a peer on the list of a need by hand: editors, who are its brokers."""
    return is_active(user) and bool(user.is_editor)


def can_remove_match(user: Any) -> bool:
    """Take a peer off the list that was put there by hand."""
    return is_active(user) and is_secretariat(user)


def is_broker(user: Any) -> bool:
    """The secretariat brokers. (A brokering institution works on what the secretariat hands to it.)"""
    return is_active(user) and is_secretariat(user)


def can_request_for(user: Any, institution: Institution) -> bool:
    """Ask for an introduction: everybody at the institution, and editors for any."""
    return is_active(user) and (bool(user.is_editor) or institution.pk in user.institution_ids)


def can_broker(user: Any, introduction: Introduction) -> bool:
    """Take it, write to both sides, name the next step: editors, and the institution that brokers it."""
    if not is_active(user):
        return False
    return bool(user.is_editor) or introduction.broker_institution_id in user.institution_ids


def can_close_unsent(user: Any, introduction: Introduction) -> bool:
    """End what came by mail from somebody unknown, or was a broker's own idea, without writing to the peer."""
    through = (AskedThrough.MAIL, AskedThrough.BROKER)
    return can_broker(user, introduction) and introduction.asked_through in through


def can_withdraw(user: Any, introduction: Introduction) -> bool:
    """The side that asked, as long as it is open; administrators."""
    return (
        introduction.is_open
        and is_active(user)
        and (bool(user.is_administrator) or side_of(user, introduction) == introduction.asking_side)
    )


def side_of(user: Any, introduction: Introduction) -> str:
    """`demand` or `supply` for whom this person may answer, as focal point; nothing for anybody else."""
    if not is_active(user):
        return ""
    for side in (Side.DEMAND, Side.SUPPLY):
        institution = getattr(introduction, f"{side.value}_institution")
        if institution is not None and speaks_for(user, institution):
            return side.value
    return ""


def member_side_of(user: Any, introduction: Introduction) -> str:
    """The same for everybody at an institution: they read, and write messages."""
    if not is_member(user):
        return ""
    for side in (Side.DEMAND, Side.SUPPLY):
        if getattr(introduction, f"{side.value}_institution_id") in user.institution_ids:
            return side.value
    return ""


def can_accept(user: Any, introduction: Introduction) -> bool:
    """Who speaks for a side, and did not send it (R4)."""
    return bool(side_of(user, introduction)) and introduction.sent_by_id != user.pk


def can_decline(user: Any, introduction: Introduction) -> bool:
    """Who speaks for a side; administrators for the side that asked, while it is open."""
    return bool(side_of(user, introduction)) or can_withdraw(user, introduction)


def can_write_message(user: Any, introduction: Introduction) -> bool:
    """Both sides once it is sent, and the broker."""
    if can_broker(user, introduction):
        return True
    return introduction.sent_at is not None and bool(member_side_of(user, introduction))


def can_say_what_came_of_it(user: Any, introduction: Introduction) -> bool:
    """Everybody at one of the two institutions, once both had said yes."""
    return introduction.status == IntroductionStatus.INTRODUCED and bool(member_side_of(user, introduction))


def can_manage_weights(user: Any) -> bool:
    return is_active(user) and bool(user.is_administrator)
