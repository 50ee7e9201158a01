"""The versions of the weights, and the form for the next one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from matching import permissions
from matching.forms.brokering import WeightsForm
from matching.models import MatchWeights
from matching.services.brokering import write_weights


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def versions(request: Any) -> HttpResponse:
    """Brokers read them, administrators write the next."""
    require(permissions.is_broker, request.user)
    current = MatchWeights.objects.current()
    may_write = permissions.can_manage_weights(request.user)
    if request.method == "POST":
        require(permissions.can_manage_weights, request.user)
    form = WeightsForm(request.POST or None, demand=current.demand, supply=current.supply)
    if request.method == "POST" and form.is_valid():
        made = write_weights(
            demand=form.side("demand"), supply=form.side("supply"), reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("%(version)s holds from now on; open needs are scored anew.") % {"version": made})
        return redirect("matching:weights")
    context = {"form": form, "may_write": may_write, "versions": MatchWeights.objects.select_related("created_by")}
    return render(request, "matching/weights.html", context)
