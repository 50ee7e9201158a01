"""The buttons Follow and Unfollow; they lead back to the page they stand on."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.services import following
from core.registry import Followable, followable
from core.validators import clean_text


@require_POST
@login_required
def follow(request: Any) -> HttpResponse:
    what, key = _asked(request)
    try:
        following.follow(what=what, key=key, by=request.user)
    except following.NothingToFollow as error:
        raise Http404 from error
    except following.CannotFollow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You follow this now. What is new comes to you in your digest."))
    return redirect(_back(request))


@require_POST
@login_required
def unfollow(request: Any) -> HttpResponse:
    what, key = _asked(request)
    if following.unfollow(what=what, key=key, by=request.user):
        messages.success(request, _("You no longer follow this."))
    return redirect(_back(request))


def _asked(request: Any) -> tuple[Followable, str]:
    what = followable(request.POST.get("what", ""))
    if what is None:
        raise Http404
    return what, clean_text(request.POST.get("key", ""))[:60]


def _back(request: Any) -> str:
    """Where the button stood; the person's own page where that is no address of ours."""
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return address
    return "community:me"
