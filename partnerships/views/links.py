"""The address behind a signed link, by which a side answers without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from community.models import User
from core.models import Visibility
from core.signed_links import BadLink
from partnerships.asking import links
from partnerships.models import SideLink
from partnerships.services import answering
from partnerships.views import link_answers, link_closed, link_terms

HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",  # the address is the key: no other site is told it
    "Cache-Control": "no-store, private",
}
View = Callable[..., HttpResponse]


def kept_quiet(view: View) -> View:
    """What stands behind a signed link is neither indexed, nor stored, nor told to the next site."""

    @wraps(view)
    def quiet(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return quiet


# No CSRF cookie is asked for. That check protects what a browser sends along by itself, a session; here the
# token in the address is the whole authority, a session adds nothing to it, and who could forge a request with
# it could answer anyway. With the cookie, a phone that refuses cookies or a page left open for days would lose
# what was typed; and `no-referrer` makes browsers send `Origin: null`, which the check refuses.
@csrf_exempt
@kept_quiet
@require_http_methods(["GET", "HEAD", "POST"])
def side_link(request: Any, token: str) -> HttpResponse:
    """GET and HEAD only read. What a POST does its `do` says, and to answer takes two of them."""
    try:
        link = links.link_of(token)
    except BadLink:
        return _bad(request)
    except SideLink.DoesNotExist:
        return render(request, "partnerships/link_gone.html", status=410)
    if _is_of_secretariat(request.user):
        return _bad(request)
    if link.partnership.visibility != Visibility.PUBLIC and not answering.members_of(link, link.partnership):
        return render(request, "partnerships/link_gone.html", status=410)
    if answering.speaks_for_another_side(request.user, link, link.partnership):
        return _of_another_side(request, link)
    if request.method == "POST" and request.POST.get("do") == "renew":
        return link_closed.send_anew(request, link)
    page = link_terms if link.kind == SideLink.Kind.TERMS else link_answers
    return page.answer(request, link)


def _is_of_secretariat(user: Any) -> bool:
    """It speaks for no side, and a link does not change that (row `partnership.confirmation_by_link`)."""
    return bool(user.is_authenticated and user.role in User.SECRETARIAT_ROLES)


def _bad(request: Any) -> HttpResponse:
    return render(request, "partnerships/link_bad.html", status=404)


def _of_another_side(request: Any, link: SideLink) -> HttpResponse:
    """They are told whose link it is, and shown the way that is theirs."""
    context = {"link": link, "partnership": link.partnership}
    return render(request, "partnerships/link_other_side.html", context, status=403)
