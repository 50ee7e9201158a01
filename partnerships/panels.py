"""The partnerships of an institution or a country, on their own pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from community.models import Country, Institution
from partnerships.cards import cards, printed
from partnerships.filters import Selection
from partnerships.models import Partnership, PartnershipMember
from partnerships.models.partnership import PartnershipQuerySet

NEWEST = 20


@dataclass(frozen=True)
class PanelList:
    """The newest partnerships as cards; `all_url` leads to the directory, where all of them are."""

    cards: list[dict[str, Any]]
    has_more: bool
    all_url: str


def of_institution(institution: Institution, user: Any) -> PanelList | None:
    """Whatever part it plays; the directory finds the same by its name."""
    found = Partnership.objects.listed_for(user).of_institutions([institution.pk])
    return newest(found, Selection(q=f'"{institution.name}"', sort="relevance"))


def of_country(country: Country, user: Any) -> PanelList | None:
    selection = Selection(values={"country": (country.iso2,)})
    return newest(selection.apply(Partnership.objects.listed_for(user)), selection)


def newest(found: PartnershipQuerySet, selection: Selection) -> PanelList | None:
    rows = list(printed(found).order_by("-changed_at", "-pk")[: NEWEST + 1])
    if not rows:
        return None
    return PanelList(
        cards=cards(rows[:NEWEST]),
        has_more=len(rows) > NEWEST,
        all_url=reverse("partnerships:list") + selection.address(),
    )


def counts_of(institutions: Sequence[Institution], user: Any) -> dict[int, str]:
    """`3 partnerships` for each institution of a page, in one query."""
    numbers = PartnershipMember.objects.partnerships_of(institutions, Partnership.objects.listed_for(user))
    return {
        pk: ngettext("%(count)d partnership", "%(count)d partnerships", n) % {"count": n} for pk, n in numbers.items()
    }
