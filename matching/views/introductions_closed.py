"""A broker ends a request that is not sent on."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from matching import permissions
from matching.forms.introductions import CloseForm
from matching.models import Introduction
from matching.services import introductions as services

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: Any, pk: int) -> HttpResponse:
    """With a reason; what was typed stays in the form where it has gone on meanwhile."""
    introduction = get_object_or_404(Introduction.objects.visible_to(request.user).for_listing(), pk=pk)
    require(permissions.can_close_unsent, request.user, introduction)
    form, status = CloseForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            services.close_introduction(introduction=introduction, by=request.user, **form.cleaned_data)
        except services.WrongState as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, _("It is closed."))
            return redirect(introduction)
    context = {"introduction": introduction, "form": form}
    return render(request, "matching/introduction_close.html", context, status=status)
