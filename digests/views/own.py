"""The own letter of an edition, as text: for slow lines, and for who reads mail without its HTML."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from digests.letters import still_shown
from digests.models import Digest
from digests.permissions import can_edit_editions


@require_safe
@login_required
@never_cache
def as_text(request: Any, period: str) -> HttpResponse:
    """As it was sent; not once something in it is no longer for this reader, which answers 410.

    The secretariat, which looks at letters before anybody gets one, is led to the preview.
    """
    own = Digest.objects.filter(user=request.user, edition__period=period, message__isnull=False)
    digest = own.select_related("edition", "message", "user").first()
    if digest is None:
        if can_edit_editions(request.user):
            return redirect("digests:preview", period)
        raise Http404
    shown = still_shown(digest)
    context = {"digest": digest, "letter": digest.message if shown else None}
    return render(request, "digests/own_text.html", context, status=200 if shown else 410)
