"""What a signed link shows once it answers no longer: why, what was said by it, and how to get a new one."""

from contextlib import suppress
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from knowledge.consent_links import CannotAsk
from knowledge.models import Consent, ConsentLink
from knowledge.services.renewing import renew_consent_link
from knowledge.views.asking import CONFLICT
from partnerships.forms.links import SendAnewForm
from partnerships.said import masked

RENEW = "renew"


def closed(request: Any, link: ConsentLink, why: str, said: Consent | None) -> HttpResponse:
    """A link that has ended is renewed by a POST of this page; every other POST comes too late."""
    wants_new = request.method == "POST" and request.POST.get("do") == RENEW and not link.answered_at
    form = SendAnewForm(request.POST if wants_new else None)
    if wants_new and form.is_valid():
        with suppress(CannotAsk):  # said the same whether or not: the link may be in other hands by now
            renew_consent_link(link=link)
        return redirect(f"{request.path}?sent=1")
    context = {
        "link": link,
        "why": why,
        "said": said,
        "renew": form,
        "masked": masked(link.address),
        "was_asked_anew": "sent" in request.GET,
    }
    status = CONFLICT if request.method == "POST" else 200
    return render(request, "knowledge/consent_link_closed.html", context, status=status)
