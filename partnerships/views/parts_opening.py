"""Who may see one part of a record: read it over, agree to show it, or take it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.models import Visibility
from core.permissions import require
from core.versions import EditedMeanwhile
from partnerships import openings, permissions_parts
from partnerships.forms.parts_opening import OpeningForm
from partnerships.models import Partnership
from partnerships.recorded import OPENABLE, PARTS
from partnerships.services.openings import CannotOpen, agree_to_open, take_back
from partnerships.views.detail import visible_partnership


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def share(request: Any, slug: str, part: str, pk: int) -> HttpResponse:
    if part not in OPENABLE:
        raise Http404
    partnership = visible_partnership(request, slug)
    item = get_object_or_404(PARTS[part].objects.visible_to(request.user).filter(partnership=partnership), pk=pk)
    require(permissions_parts.can_open_part, request.user, partnership, item)

    form = OpeningForm(request.POST or None, partnership=partnership, initial={"visibility": item.visibility})
    if request.method == "POST" and form.is_valid():
        try:
            return _answered(request, item, form.cleaned_data["visibility"])
        except EditedMeanwhile as meanwhile:
            item = meanwhile.stored
            form.add_error(None, _("Someone changed it while you were here. Read it again before you agree."))
        except CannotOpen as error:
            form.add_error(None, str(error))
    return _page(request, partnership, item, form)


def _answered(request: Any, item: Any, to: str) -> HttpResponse:
    if to == Visibility.PARTIES:
        take_back(item=item, by=request.user)
        messages.success(request, _("Only the parties see it now."))
        return redirect(item.partnership)
    item = agree_to_open(item=item, to=to, revision=request.POST.get("revision", ""), by=request.user)
    if item.visibility == Visibility.PARTIES:
        messages.success(request, _("Noted. It is shown once the other side agrees too."))
    else:
        messages.success(request, _("Both sides agree: it is shown now."))
    return redirect(item.partnership)


def _page(request: Any, partnership: Partnership, item: Any, form: OpeningForm) -> HttpResponse:
    item.partnership = partnership
    context = {
        "form": form,
        "partnership": partnership,
        "item": item,
        "facts": openings.facts_of(item),
        "revision": openings.revision_of(item),
        "said": list(openings.said_of(item).values()),
        "awaited": openings.awaited_for(item),
        "can_ever_open": openings.can_ever_open(partnership),
    }
    return render(request, "partnerships/part_share.html", context)
