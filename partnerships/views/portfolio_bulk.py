"""What is done with the ticked records of the portfolio: confirm them, hand them over, take them on."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from community.models import Institution
from community.services import CannotHandOver
from core.permissions import require
from partnerships.filters import Selection
from partnerships.forms.portfolio import ConfirmTogetherForm, HandOverForm
from partnerships.models import Partnership
from partnerships.permissions_portfolio import can_open_portfolio, leading_ids, own_member_ids
from partnerships.portfolio import confirming
from partnerships.portfolio.picks import as_pairs, picked_records
from partnerships.portfolio.tabs import TABS
from partnerships.services import holdings
from partnerships.services.confirming_together import confirm_together


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm(request: Any) -> HttpResponse:
    """Read what is said of each, then confirm those wordings in one act; each says how it went."""
    records, sent_back = _ticked(request)
    if sent_back:
        return sent_back
    form = ConfirmTogetherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        read = confirming.wordings_read(request.POST)
        outcomes = confirm_together(records=records, read=read, by=request.user, **form.cleaned_data)
        return _page(request, "partnerships/portfolio_confirmed.html", records, outcomes=outcomes)
    summaries = [confirming.summary(each, request.user) for each in records]
    return _page(
        request,
        "partnerships/portfolio_confirm.html",
        records,
        form=form,
        ready=[each for each in summaries if each.members],
        others=[each for each in summaries if not each.members],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hand_over(request: Any) -> HttpResponse:
    records, sent_back = _ticked(request)
    if sent_back:
        return sent_back
    form = HandOverForm(request.POST or None, user=request.user, records=records)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["to"]
        try:
            moved = holdings.hand_over(
                partnerships=records, institution=chosen.institution, to=chosen.user, by=request.user
            )
        except CannotHandOver as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _handed(moved, chosen.user.display_name))
            return redirect(reverse("portfolio:list") + "?show=handed-over")
    return _page(request, "partnerships/portfolio_hand_over.html", records, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_on(request: Any) -> HttpResponse:
    """Look after records that nobody of the own institution looks after."""
    records, sent_back = _ticked(request)
    if sent_back:
        return sent_back
    if request.method == "POST":
        try:
            taken = [done for at in _led(request.user, records) for done in holdings.take_on(**at, by=request.user)]
        except CannotHandOver as error:
            messages.error(request, str(error))
        else:
            count = len({each.pk for each in taken})
            text = ngettext("You look after %(count)d more record.", "You look after %(count)d more records.", count)
            messages.success(request, text % {"count": count})
        return redirect(_back(request, []))
    return _page(request, "partnerships/portfolio_take_on.html", records)


def _ticked(request: Any) -> tuple[list[Partnership], HttpResponse | None]:
    """The records that were ticked, or the way back to the list where that is none."""
    require(can_open_portfolio, request.user)
    records = picked_records(request.user, request.POST if request.method == "POST" else request.GET)
    if records:
        return records, None
    messages.error(request, _("Tick at least one record. Drafts are submitted one by one."))
    return [], redirect(_back(request, []))


def _led(user: Any, records: list[Partnership]) -> list[dict[str, Any]]:
    """The records by institution, where nobody but this person could take them on."""
    by_institution: dict[int, list[Partnership]] = {}
    for each in records:
        for pk in own_member_ids(user, each):
            if pk in leading_ids(user):
                by_institution.setdefault(pk, []).append(each)
    found = Institution.objects.in_bulk(by_institution)
    return [{"institution": found[pk], "partnerships": each} for pk, each in by_institution.items()]


def _handed(moved: list[Partnership], person: str) -> str:
    if not moved:
        return _("%(person)s looks after these records already.") % {"person": person}
    count = len(moved)
    text = ngettext(
        "%(person)s looks after %(count)d record now, and gets a letter.",
        "%(person)s looks after %(count)d records now, and gets a letter.",
        count,
    )
    return text % {"person": person, "count": count}


def _kept(request: Any, records: list[Partnership]) -> list[tuple[str, str]]:
    """Where one came from, and what was ticked there."""
    query = request.POST if request.method == "POST" else request.GET
    show = query.get("show", "")
    kept = [("show", show)] if show in TABS else []
    return [*kept, *Selection.read(query).pairs(shown=False), *as_pairs(records)]


def _back(request: Any, records: list[Partnership]) -> str:
    """The list as it was left, with its ticks."""
    pairs = _kept(request, records)
    return reverse("portfolio:list") + (f"?{urlencode(pairs)}" if pairs else "")


def _page(request: Any, template: str, records: list[Partnership], **more: Any) -> HttpResponse:
    context = {"records": records, "back": _back(request, records), "kept": _kept(request, records), **more}
    return render(request, template, context)
