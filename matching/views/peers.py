"""Find a peer: two questions, then people; two or three side by side; and how the order is worked out."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from community.models import Institution
from core.exports import csv_lines
from core.registry import panels_for
from matching import answering
from matching.finder import MOST_COMPARED, compare_peers, find_peers
from matching.finder_who import Who, who_is
from matching.forms.peers import FORM_ID, PeersForm
from matching.scoring.criteria import UNKNOWN
from matching.weights_table import history, rows

ON_THE_DOOR = ("text", "who", "institution", "country", "kind")
NOT_KEPT = ("peer", "all")  # of the address, when the question itself is meant


@require_safe
def peers(request: Any) -> HttpResponse:
    """Without a question the door; with one its answers, or between whom to choose first.

    Panels of other apps get what is asked, None at the door.
    """
    if "text" not in request.GET and not any(value for name, value in request.GET.items() if name not in NOT_KEPT):
        form = PeersForm(initial=_own_name(request.user))
        panels = panels_for("matching:peers", None, request.user)
        context: dict[str, Any] = {"form": form, "form_id": FORM_ID, "panels": panels}
        return render(request, "matching/peers.html", context | {"answering": answering.lately()})
    who, form, left_out = _question(request)
    question = _kept(request.GET, left_out)
    context = {"form": form, "form_id": FORM_ID, "who": who, "question": question.urlencode(), "left_out": left_out}
    context["kept"] = [(name, value) for name, values in question.lists() for value in values if value]
    filters = [(name, value) for name, value in context["kept"] if name not in ON_THE_DOOR]
    if not form.is_valid():
        context |= {"filters": filters, "answering": answering.lately()}
        return render(request, "matching/peers.html", context)
    if who.candidates:
        context |= {"candidates": _choices(question, who), "filters": filters}
        return render(request, "matching/peers_which.html", context)
    asked = form.asked()
    context |= {
        "found": find_peers(asked, request.user, show_all=request.GET.get("all") == "1"),
        "carried": _carried(request.GET),
        "panels": panels_for("matching:peers", asked, request.user),
    }
    return render(request, "matching/peers_found.html", context)


@require_safe
def compare(request: Any) -> HttpResponse:
    """The peers that were ticked, with the same question."""
    _who, form, left_out = _question(request)
    back = f"{reverse('matching:peers')}?{_kept(request.GET, left_out).urlencode()}"
    if not form.is_valid():
        return redirect(back)
    ticked = request.GET.getlist("peer")
    compared = compare_peers(form.asked(), request.user, ticked, own_facts=back)
    lines = [(group[0].criterion, group) for group in zip(*(peer.criteria for peer in compared), strict=True)]
    context = {
        "compared": compared,
        "lines": lines,
        "back": back,
        "too_many": len(ticked) > MOST_COMPARED,
        "carried": _carried(request.GET),
    }
    return render(request, "matching/peers_compare.html", context)


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """The criteria, how much each counts and since when, and what such an order cannot tell."""
    context = {"families": rows(), "versions": history(), "unknown": UNKNOWN}
    context |= {"answering": answering.lately(), "months": answering.by_month()}
    return render(request, "matching/peers_how.html", context)


@require_safe
def answers_csv(_request: HttpRequest) -> HttpResponse:
    """The months of the public figure, as a file."""
    header = ["month", "requests", "answered", "unanswered", "later_than_promised", "median_days"]
    rows = [
        [f"{each.month:%Y-%m}", each.asked, each.answered, each.unanswered, each.late, _rounded(each.median)]
        for each in answering.by_month()
    ]
    headers = {"Content-Disposition": 'attachment; filename="introductions-answered.csv"'}
    return HttpResponse("".join(csv_lines(header, rows)), content_type="text/csv; charset=utf-8", headers=headers)


def _rounded(days: float | None) -> str:
    return "" if days is None else f"{days:.1f}"


def _question(request: Any) -> tuple[Who, PeersForm, list[str]]:
    """Who asks is found before the form is read, so that its fields hold the name as the register has it.

    The last are filters that this portal does not know (any more): an old address still answers, without them.
    """
    typed = request.GET
    who = who_is(
        typed.get("who", ""),
        typed.get("institution", ""),
        typed.get("country", ""),
        typed.get("kind", ""),
        request.user,
    )
    data = typed.copy()
    data["who"], data["institution"] = who.typed, who.institution.slug if who.institution else ""
    data["country"] = who.country.iso2 if who.country and not who.institution else ""
    form = PeersForm(data, who=who)
    left_out = [name for name in form.errors if name not in ("text", "who")]
    return who, PeersForm(_kept(data, left_out), who=who) if left_out else form, left_out


def _kept(typed: QueryDict, left_out: list[str]) -> QueryDict:
    kept = typed.copy()
    for name in (*NOT_KEPT, *left_out):
        kept.pop(name, None)
    return kept


def _choices(typed: QueryDict, who: Who) -> list[tuple[Institution, str]]:
    """Each candidate with the address that asks the same for it."""
    choices = []
    for each in who.candidates:
        query = typed.copy()
        query["who"], query["institution"] = each.name, each.slug
        choices.append((each, query.urlencode()))
    return choices


def _carried(typed: QueryDict) -> str:
    """What a request by mail takes along of the question."""
    carried = QueryDict(mutable=True)
    for name in ("text", "who", "institution", "country"):
        if value := typed.get(name):
            carried[name] = str(value)
    return carried.urlencode()


def _own_name(user: Any) -> dict[str, str]:
    """Members are asked nothing that the portal knows."""
    if not user.is_authenticated:
        return {}
    own = Institution.objects.filter(pk__in=user.institution_ids).order_by("pk").first()
    return {"who": own.name, "institution": own.slug} if own else {}
