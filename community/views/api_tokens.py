"""One's own tokens of the API: made, looked over, withdrawn."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community import permissions, services
from community.forms import TokenForm
from community.models import ApiToken
from core.registry import api_families


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required
def tokens(request: Any) -> HttpResponse:
    """The secret of a new token stands in the answer to the form, once: it is kept nowhere."""
    if not permissions.can_use_api_tokens(request.user):
        raise Http404
    form = TokenForm(request.POST or None)
    token = secret = None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            token, secret = services.issue_token(
                name=asked["name"], scopes=asked["scopes"], lives_for=form.lives_for, by=request.user
            )
            form = TokenForm()
        except services.CannotIssue as error:
            form.add_error("name", str(error))
    return render(
        request,
        "community/token_list.html",
        {
            "form": form,
            "new_token": token,
            "secret": secret,
            "tokens": ApiToken.objects.of(request.user),
            "families": {family.name: family.label for family in api_families()},
        },
    )


@require_POST
@login_required
def revoke(request: Any, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken.objects.of(request.user), pk=pk)
    services.revoke_token(token=token, by=request.user)
    messages.success(request, _("“%(name)s” can no longer be used.") % {"name": token.name})
    return redirect("community:tokens")
