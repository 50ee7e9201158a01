"""The number under which the own institution files a record."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from partnerships.forms.portfolio import NumberForm
from partnerships.permissions_portfolio import can_number
from partnerships.portfolio.tabs import TABS
from partnerships.views.detail import visible_partnership


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def number(request: Any, slug: str) -> HttpResponse:
    partnership = visible_partnership(request, slug)
    require(can_number, request.user, partnership)

    show = request.GET.get("show", "")
    back = reverse("portfolio:list") + (f"?show={show}" if show in TABS else "")
    form = NumberForm(request.POST or None, partnership=partnership, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The number of “%(title)s” is kept.") % {"title": partnership.title})
        return redirect(back)
    return render(
        request, "partnerships/portfolio_number.html", {"partnership": partnership, "form": form, "back": back}
    )
