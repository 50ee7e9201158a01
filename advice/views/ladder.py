"""The ladder from one country to many, and where one partnership stands on it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from advice.lineage.conditions import looked_at, next_rung
from advice.lineage.drawing import FamilyChart
from advice.lineage.family import family_of
from advice.lineage.ladder import MEANS, ladder, on_rung
from advice.lineage.lasting import lasting
from advice.lineage.rungs import Rung
from core.pagination import paginate
from partnerships.cards import cards
from partnerships.models import Partnership
from partnerships.permissions import can_edit

KEYS = ["-changed_at", "-pk"]
PAGE_SIZE = 20


@require_safe
def ladder_page(request: HttpRequest) -> HttpResponse:
    return render(request, "advice/ladder.html", {"ladder": ladder(request.user), "lasting": lasting()})


@require_safe
def rung_page(request: HttpRequest, rung: str) -> HttpResponse:
    """The partnerships that the ladder counts on one rung."""
    if rung not in Rung.values:
        raise Http404
    this, asked = Rung(rung), request.GET
    found = on_rung(request.user, this)
    page = paginate(found, keys=KEYS, size=PAGE_SIZE, after=asked.get("after"), page=asked.get("page"))
    context = {"rung": this, "means": MEANS.get(this, ""), "page": page, "cards": cards(page.items)}
    return render(request, "advice/rung.html", context)


@require_safe
def partnership_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Its family, and what the next rung asks for as far as the record shows it."""
    partnership = _listed(request.user, slug)
    if partnership.slug != slug:
        return redirect("advice:partnership_ladder", partnership.slug, permanent=True)
    family = family_of(partnership, request.user)
    this = next(branch for branch in family.oldest.flat() if branch.is_this)
    above = next_rung(this.rung)
    context = {
        "partnership": partnership,
        "family": family,
        "chart": FamilyChart(title=_("What grew out of what"), family=family),
        "this": this,
        "above": above,
        "looked_at": looked_at(partnership, above) if above else [],
        "may_edit": can_edit(request.user, partnership),
    }
    return render(request, "advice/partnership_ladder.html", context)


def _listed(user: Any, slug: str) -> Partnership:
    """By its address, or one that it bore once; the same 404 whether it is missing or hidden."""
    listed = Partnership.objects.listed_for(user).defer("search")
    found: Partnership | None = listed.filter(slug=slug).first()
    return found or get_object_or_404(listed, former_slugs__slug=slug)
