"""The rows of the portfolio as its page prints them: what is asked next, who looks after it, since when it waits."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships import cards
from partnerships.models import AwaitedWord, DonorReference, Holding, Partnership, SideLink
from partnerships.models.partnership import PartnershipQuerySet
from partnerships.permissions import can_confirm, can_edit
from partnerships.permissions_portfolio import can_number, own_member_ids
from partnerships.portfolio.tabs import Portfolio, is_over

BESIDE = ("visibility", "objected_at", "planned_end", "revises", "created_by")


@dataclass(frozen=True)
class NextAction:
    """The one thing to do with a record now, in words, and where it is done."""

    text: str
    label: str
    url: str


def printed(records: PartnershipQuerySet) -> PartnershipQuerySet:
    """No more of each record than a row prints."""
    return cards.printed(records).only(*cards.PRINTED, *BESIDE).prefetch_related("members")


def rows(portfolio: Portfolio, tab: str, records: Sequence[Partnership]) -> list[dict[str, Any]]:
    """What the table prints of each record; a fixed number of queries for all of them."""
    holders = holders_of(portfolio, records)
    numbers = numbers_of(portfolio, records)
    actions = next_actions(portfolio, records) if tab == "due" else {}
    waits = awaited_of(portfolio, records) if tab == "waiting" else {}
    return [
        row
        | {
            "pk": each.pk,
            "slug": each.slug,
            "marks": marks(each, portfolio, holders),
            "holder": "; ".join(_holder_name(h, portfolio) for h in holders[each.pk]),
            "numbers": numbers[each.pk],
            "may_number": can_number(portfolio.user, each) and not each.is_draft,
            "may_confirm": can_confirm(portfolio.user, each),
            "action": actions.get(each.pk),
            "awaited": waits.get(each.pk, []),
            "objected_at": each.objected_at,
        }
        for each, row in zip(records, cards.rows(records), strict=True)
    ]


def marks(partnership: Partnership, portfolio: Portfolio, holders: dict[int, list[Holding]]) -> list[str]:
    """What sets a row apart: a draft, a new wording, a record that nobody looks after."""
    if partnership.is_draft:
        return [_("Your draft")]
    found = [_("New wording")] if partnership.revises_id else []
    if not partnership.revises_id and _falls_to_me(partnership, portfolio, holders[partnership.pk]):
        found.append(_("Held by nobody yet"))
    return found


def _falls_to_me(partnership: Partnership, portfolio: Portfolio, holders: list[Holding]) -> bool:
    led = [pk for pk in own_member_ids(portfolio.user, partnership) if pk in portfolio.leading_ids]
    return bool(set(led) - {holding.institution_id for holding in holders})


def _holder_name(holding: Holding, portfolio: Portfolio) -> str:
    return _("You") if holding.holder_id == portfolio.user.pk else holding.holder.display_name


def holders_of(portfolio: Portfolio, records: Sequence[Partnership]) -> dict[int, list[Holding]]:
    """Who looks after each record at the own institutions; colleagues know each other's names."""
    found: dict[int, list[Holding]] = defaultdict(list)
    holdings = Holding.objects.filter(partnership__in=records, institution__in=portfolio.home_ids)
    for holding in holdings.select_related("holder"):
        found[holding.partnership_id].append(holding)
    return found


def numbers_of(portfolio: Portfolio, records: Sequence[Partnership]) -> dict[int, list[str]]:
    """Under which numbers the own institutions file each record."""
    found: dict[int, list[str]] = defaultdict(list)
    references = DonorReference.objects.filter(partnership__in=records, institution__in=portfolio.home_ids)
    for pk, number in references.order_by("pk").values_list("partnership", "number"):
        found[pk].append(number)
    return found


def next_actions(portfolio: Portfolio, records: Sequence[Partnership]) -> dict[int, NextAction]:
    """For each record the most urgent of what is due; the other things follow when that is done."""
    ids = [each.pk for each in records]
    over = set(Partnership.objects.filter(is_over(), pk__in=ids).values_list("pk", flat=True))
    due = (
        (_among(portfolio.words_due, ids), _("Your word on it is missing."), _("Read and confirm"), "confirm"),
        (
            _among(portfolio.corrections_due, ids),
            _("The other side would say something differently."),
            _("Read the corrections"),
            "corrections",
        ),
        (_among(portfolio.terms_due, ids), _("The terms wait for your signature."), _("Read the terms"), "terms"),
        (over, _("Its planned end has passed. Has it ended?"), _("Say how it stands"), "edit"),
        (
            _among(portfolio.commitments_due, ids),
            _("Once a year your leadership says what it stands for."),
            _("Write it down"),
            "commitment",
        ),
    )
    found = {}
    for each in records:
        for among, text, label, place in due:
            if each.pk in among:
                found[each.pk] = _action(portfolio, each, text, label, place)
                break
    return found


def _action(portfolio: Portfolio, record: Partnership, text: str, label: str, place: str) -> NextAction:
    """Where it is done; for who may only read the record, its page."""
    if place == "commitment":
        return NextAction(text, label, reverse("partnerships:add", args=[record.slug, place]))
    if place == "edit" and not can_edit(portfolio.user, record):
        return NextAction(text, _("Read the record"), record.get_absolute_url())
    return NextAction(text, label, reverse(f"partnerships:{place}", args=[record.slug]))


def _among(partnerships: Any, ids: list[int]) -> set[int]:
    return set(partnerships.filter(partnership__in=ids).values_list("partnership", flat=True))


def awaited_of(portfolio: Portfolio, records: Sequence[Partnership]) -> dict[int, list[dict[str, Any]]]:
    """Whose word each record waits for, and since when: since they were last asked, else since it last changed."""
    words = AwaitedWord.objects.filter(partnership__in=records).exclude(institution__in=portfolio.home_ids)
    asked = _last_asked(records)
    changed = {each.pk: each.changed_at for each in records}
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for word in words.select_related("institution").order_by("pk"):
        asked_at = asked.get((word.partnership_id, word.institution_id))
        found[word.partnership_id].append(
            {
                "name": word.institution.name,
                "since": for_how_long(asked_at or changed[word.partnership_id]),
            }
        )
    return found


def _last_asked(records: Sequence[Partnership]) -> dict[tuple[int, int], datetime]:
    links = SideLink.objects.filter(partnership__in=records, kind=SideLink.Kind.CONFIRM).order_by("created_at")
    lines = links.values_list("partnership", "institution", "created_at")
    return {(partnership, institution): at for partnership, institution, at in lines}


def for_how_long(since: datetime) -> str:
    days = (timezone.now() - since).days
    if days < 1:
        return _("since today")
    return ngettext("for %(days)d day", "for %(days)d days", days) % {"days": days}
