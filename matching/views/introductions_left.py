"""What came of an introduction, as one side says."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from matching import permissions
from matching.forms.introductions import ExitForm
from matching.models import Introduction
from matching.services.leaving import say_what_came_of_it


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: Any, pk: int) -> HttpResponse:
    """One answer for the institution; a colleague may change it."""
    introduction = get_object_or_404(Introduction.objects.visible_to(request.user).for_listing(), pk=pk)
    require(permissions.can_say_what_came_of_it, request.user, introduction)
    side = permissions.member_side_of(request.user, introduction)
    said = introduction.exit_answers.filter(side=side).first()
    form = ExitForm(request.POST or None, initial={"answer": said.answer, "helped": said.helped} if said else None)
    if request.method == "POST" and form.is_valid():
        say_what_came_of_it(introduction=introduction, side=side, by=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. Brokers read it, and nobody else."))
        return redirect(introduction)
    context = {"introduction": introduction, "form": form, "back": introduction.get_absolute_url()}
    return render(request, "matching/introduction_exit.html", context)
