"""A reader's own page: how often the digest comes, what they follow, and the searches they keep."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.following import followed_by
from core.registry import kept_list
from digests.followables import to_choose_from
from digests.forms.choices import DigestChoiceForm, SavedSearchForm
from digests.models import SavedSearch
from digests.services import choices


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mine(request: Any) -> HttpResponse:
    form = DigestChoiceForm(request.POST or None, reader=request.user)
    if request.method == "POST" and form.is_valid():
        choices.choose_digest(reader=request.user, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("digests:mine")
    searches = SavedSearch.objects.filter(user=request.user)
    context = {
        "form": form,
        "followed": followed_by(request.user),
        "searches": searches,
        "to_choose_from": to_choose_from(request.user),
    }
    return render(request, "digests/mine.html", context)


@require_POST
@login_required
def keep(request: Any) -> HttpResponse:
    """The button on a list: what is sought there is sent as its query."""
    kept = kept_list(request.POST.get("list", ""))
    if kept is None:
        raise Http404
    try:
        search = choices.keep_search(
            kept=kept, pairs=kept.clean(QueryDict(request.POST.get("query", ""))), by=request.user
        )
    except choices.CannotKeep as error:
        messages.error(request, str(error))
        return redirect(kept.url_name)
    messages.success(request, _("Kept. What it finds anew comes in your digest; here you can hear of it at once."))
    return redirect("digests:search", search.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def search(request: Any, pk: int) -> HttpResponse:
    """Name a search, and choose how to hear of it."""
    own = get_object_or_404(SavedSearch.objects.filter(user=request.user), pk=pk)
    form = SavedSearchForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        choices.change_search(search=own, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("digests:mine")
    return render(request, "digests/search_form.html", {"form": form, "search": own})


@require_POST
@login_required
def remove(request: Any, pk: int) -> HttpResponse:
    """Forget a search; once more changes nothing."""
    SavedSearch.objects.filter(user=request.user, pk=pk).delete()
    messages.success(request, _("Removed."))
    return redirect("digests:mine")
