"""What a person held for an institution goes to a colleague there, or to nobody."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.models import Institution, Membership, User
from core.registry import estates


class CannotHandOver(Exception):
    """The records cannot go to that person; the message says why."""


@transaction.atomic
def hand_over_estate(*, user: User, institution: Institution, to: User | None, by: User) -> int:
    """Give all of it to a verified member of the same institution, or, with `to=None`, to nobody; how much it was.

    What nobody holds stays with the institution, whose focal points see it as unheld.
    """
    if to is not None:
        _insist_on_colleague(user, institution, to)
    return sum(estate.hand_over(user, institution, to, by) for estate in estates())


@transaction.atomic
def leave_unheld(*, user: User, by: User) -> int:
    """Whatever this person holds, at every institution, is held by nobody."""
    memberships = Membership.objects.active().filter(user=user).select_related("institution").order_by("pk")
    return sum(hand_over_estate(user=user, institution=each.institution, to=None, by=by) for each in memberships)


def _insist_on_colleague(user: User, institution: Institution, to: User) -> None:
    if to.pk == user.pk:
        raise CannotHandOver(_("The records cannot stay with the person who leaves. Choose somebody else."))
    if not Membership.objects.active().of(institution).filter(user=to, user__is_active=True).exists():
        raise CannotHandOver(
            _("%(person)s is no verified member of %(institution)s, so the records cannot go there.")
            % {"person": to.display_name, "institution": institution.name}
        )
