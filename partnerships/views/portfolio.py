"""What is mine: the list with its tabs, and asking the other side again."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.pagination import Page, paginate
from core.permissions import require
from partnerships.directory import number
from partnerships.filters import Selection
from partnerships.permissions_portfolio import can_ask_again, can_open_portfolio
from partnerships.portfolio import rows
from partnerships.portfolio.picks import read_picks
from partnerships.portfolio.tabs import KEYS, MOST_COUNTED, TABS, Portfolio
from partnerships.services.asking_again import ask_again as ask_the_other_side

PAGE_SIZE = 20


@require_safe
@login_required
def portfolio(request: Any) -> HttpResponse:
    require(can_open_portfolio, request.user)

    mine = Portfolio(request.user)
    tab = read_tab(request, mine)
    selection = Selection.read(request.GET)
    found: Any = mine.rows(tab, selection)
    if tab != "handed-over":
        found = rows.printed(found)
    page = paginate(found, keys=KEYS[tab], size=PAGE_SIZE, after=request.GET.get("after"), page=request.GET.get("page"))
    counts = mine.counts(selection)
    context = {
        "tab": tab,
        "tabs": tab_links(tab, selection, counts),
        "selection": selection,
        "kept": [("show", tab), *(pair for pair in selection.pairs(shown=False) if pair[0] != "q")],
        "rows": page.items if tab == "handed-over" else rows.rows(mine, tab, page.items),
        "picked": set(read_picks(request.GET)),
        "pager": pager(page, tab, selection, counts[tab]),
        "notice": page.notice,
        "search_label": _("Title, institution or your own reference number"),
        "is_secretariat": mine.is_secretariat,
        "leads": bool(mine.leading_ids),
    }
    return render(request, "partnerships/portfolio.html", context)


@require_POST
@login_required
def ask_again(request: Any, slug: str) -> HttpResponse:
    """Remind those whose word is missing; once a day is enough for anyone."""
    require(can_open_portfolio, request.user)
    partnership = get_object_or_404(Portfolio(request.user).visible(), slug=slug)
    require(can_ask_again, request.user, partnership)

    answer = ask_the_other_side(partnership=partnership, by=request.user)
    messages.add_message(request, messages.SUCCESS if answer.sent else messages.WARNING, answer.text)
    return redirect(reverse("portfolio:list") + "?show=waiting")


def read_tab(request: Any, mine: Portfolio) -> str:
    """What is asked for; else one's own records, or for the secretariat what is objected to."""
    usual = "objected" if mine.is_secretariat and not mine.home_ids else "mine"
    asked = request.GET.get("show", "")
    return asked if asked in TABS else usual


def tab_links(tab: str, selection: Selection, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": "?" + urlencode([("show", name), *selection.pairs(shown=False)]),
            "count": number(min(counts[name], MOST_COUNTED), counts[name] > MOST_COUNTED),
            "current": name == tab,
        }
        for name, label in TABS.items()
    ]


def pager(page: Page, tab: str, selection: Selection, count: int) -> dict[str, str]:
    words = {
        "first": number(page.first),
        "last": number(page.last),
        "found": number(min(count, MOST_COUNTED), count > MOST_COUNTED),
    }

    def turn(cursor: str) -> str:
        return "?" + urlencode([("show", tab), *selection.pairs(shown=False), ("after", cursor)]) if cursor else ""

    return {
        "text": _("%(first)s to %(last)s of %(found)s") % words if page.items else "",
        "previous_url": turn(page.previous),
        "next_url": turn(page.next),
    }
