"""Who of an institution looks after a record, and how it goes to a colleague."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import Institution, Membership, User
from community.services import CannotHandOver
from partnerships.models import HandOver, Holding, Partnership, PartnershipMember
from partnerships.permissions_portfolio import can_pass_on
from partnerships.portfolio import letters

MOST_NAMED = 5


@transaction.atomic
def hold_partnership(*, partnership: Partnership, institution: Institution, holder: User) -> Holding:
    """Let somebody look after a record for their institution, unless a colleague does already."""
    found, _created = Holding.objects.get_or_create(
        partnership=partnership, institution=institution, defaults={"holder": holder}
    )
    return found


@transaction.atomic
def hold_for_author(*, partnership: Partnership, by: User) -> Holding | None:
    """The author of a new record looks after it, for their institution that takes part; the home of it first."""
    taking_part = PartnershipMember.objects.of_institutions(by.institution_ids).filter(partnership=partnership)
    memberships = by.memberships.active().filter(institution__in=taking_part.values("institution"))
    home = memberships.select_related("institution").order_by("role", "pk").first()
    return hold_partnership(partnership=partnership, institution=home.institution, holder=by) if home else None


@transaction.atomic
def hand_over(
    *, partnerships: Iterable[Partnership], institution: Institution, to: User, by: User
) -> list[Partnership]:
    """Let a colleague look after these records; those they look after already stay. What was handed over.

    All or nothing: a record that `by` may not pass on, or in which the institution takes no part, is
    named and nothing moves. The colleague is told once.
    """
    _insist_on_colleague(institution, to, by)
    records = _locked(partnerships)
    if not records:
        raise CannotHandOver(_("Tick at least one record."))
    holdings = _holdings_of(records, institution)
    _insist_on_members(records, institution)
    refused = [each for each in records if not can_pass_on(by, holdings.get(each.pk), institution.pk)]
    _refuse(refused, _("A colleague looks after these records. They or a focal point can hand them over: %(titles)s"))
    return _pass_on(records, holdings, institution, to, by)


@transaction.atomic
def take_on(*, partnerships: Iterable[Partnership], institution: Institution, by: User) -> list[Partnership]:
    """Look after records oneself that nobody of the institution looks after; what a colleague has stays theirs."""
    if institution.pk not in by.institution_ids:
        raise CannotHandOver(_("You are no verified member of %(name)s.") % {"name": institution})
    records = _locked(partnerships)
    _insist_on_members(records, institution)
    held = _holdings_of(records, institution)
    free = [each for each in records if each.pk not in held]
    refused = [each for each in free if not can_pass_on(by, None, institution.pk)]
    _refuse(refused, _("A focal point decides who looks after these: %(titles)s"))
    return _pass_on(free, held, institution, by, by)


# --- What off-boarding asks for: see core.registry.Estate ---------------------------------------


def count_held(user: User, institution: Institution) -> int:
    return Holding.objects.of(user).filter(institution=institution).count()


@transaction.atomic
def hand_over_all(user: User, institution: Institution, to: User | None, by: User) -> int:
    """Everything this person looks after goes to a colleague, or to nobody; who may ask is the caller's matter."""
    return _clear_desk(user, institution, to, by)


def _clear_desk(user: User, institution: Institution, to: User | None, by: User) -> int:
    held = Partnership.objects.filter(holdings__holder=user, holdings__institution=institution)
    records = _locked(held.distinct())
    holdings = {pk: held for pk, held in _holdings_of(records, institution).items() if held.holder_id == user.pk}
    records = [each for each in records if each.pk in holdings]
    if to is not None:
        return len(_pass_on(records, holdings, institution, to, by))
    Holding.objects.filter(pk__in=[holding.pk for holding in holdings.values()]).delete()
    HandOver.objects.bulk_create(
        [HandOver(partnership=each, institution=institution, from_user=user, by=by) for each in records]
    )
    return len(records)


def _pass_on(
    records: list[Partnership], holdings: dict[int, Holding], institution: Institution, to: User, by: User
) -> list[Partnership]:
    """Write down the hand-over of each record that `to` does not look after yet, and tell them once."""
    moved = [each for each in records if each.pk not in holdings or holdings[each.pk].holder_id != to.pk]
    before = {each.pk: holdings[each.pk].holder if each.pk in holdings else None for each in moved}
    Holding.objects.bulk_create(
        [Holding(partnership=each, institution=institution, holder=to) for each in moved],
        update_conflicts=True,
        unique_fields=["partnership", "institution"],
        update_fields=["holder", "updated_at"],
    )
    log = HandOver.objects.bulk_create(
        [
            HandOver(partnership=each, institution=institution, from_user=before[each.pk], to_user=to, by=by)
            for each in moved
        ]
    )
    if log and to.pk != by.pk:
        letters.tell_colleague(log, to=to, by=by)
    return moved


def _locked(partnerships: Iterable[Partnership]) -> list[Partnership]:
    """The records, kept from other hand-overs until the transaction ends; always in one order.

    For a new wording it is the record that it would change: a wording comes to its end, and is nobody's.
    """
    ids = {each.revises_id or each.pk for each in partnerships}
    rows = Partnership.objects.select_for_update(of=("self",)).filter(pk__in=ids).defer("search")
    return list(rows.order_by("pk"))


def _holdings_of(records: Iterable[Partnership], institution: Institution) -> dict[int, Holding]:
    found = Holding.objects.filter(partnership__in=records, institution=institution).select_related("holder")
    return {holding.partnership_id: holding for holding in found}


def _insist_on_colleague(institution: Institution, to: User, by: User) -> None:
    if to.pk == by.pk:
        raise CannotHandOver(_("This is yourself. Choose a colleague."))
    verified = Membership.objects.active().of(institution).filter(user=to, user__is_active=True)
    if not list(verified.select_for_update(of=("self",))):
        raise CannotHandOver(
            _("%(person)s is no verified member of %(institution)s, so the records cannot go there.")
            % {"person": to.display_name, "institution": institution.name}
        )


def _insist_on_members(records: list[Partnership], institution: Institution) -> None:
    ids = [each.pk for each in records]
    among = PartnershipMember.objects.of_institutions([institution.pk]).filter(partnership__in=ids)
    taking_part = set(among.values_list("partnership_id", flat=True))
    outside = [each for each in records if each.pk not in taking_part]
    _refuse(outside, _("%(name)s takes no part in: %(titles)s"), name=institution.name)


def _refuse(records: list[Partnership], sentence: str, **words: str) -> None:
    if not records:
        return
    titles = "; ".join(each.title for each in records[:MOST_NAMED])
    more = len(records) - MOST_NAMED
    if more > 0:
        titles += " " + ngettext("and %(more)d more", "and %(more)d more", more) % {"more": more}
    raise CannotHandOver(sentence % {"titles": titles, **words})
