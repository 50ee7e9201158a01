"""Saying for one's own institution that a record is right, taking it back, deleting it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from partnerships import permissions, story, wording
from partnerships.consents import awaits_confirmation_of
from partnerships.forms.confirm import ConfirmForm, ShareForm
from partnerships.revisions import revision_of
from partnerships.services import confirmations
from partnerships.views.detail import visible_partnership


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm(request: Any, slug: str) -> HttpResponse:
    """Read the record as it stands, and confirm it. Only the POST changes anything."""
    partnership = visible_partnership(request, slug)
    require(permissions.can_confirm, request.user, partnership)

    form = ConfirmForm(request.POST or None, initial={"revision": revision_of(partnership)})
    if request.method == "POST" and form.is_valid():
        try:
            partnership = confirmations.confirm_partnership(
                partnership=partnership, by=request.user, **form.cleaned_data
            )
        except confirmations.CannotConfirm as error:
            data = request.POST.copy()
            data["revision"] = revision_of(partnership)
            form.data = data
            form.add_error(None, str(error))
        else:
            messages.success(request, _said(partnership))
            return redirect(partnership)
    context = {
        "partnership": partnership,
        "form": form,
        "members": permissions.confirmable_members(request.user, partnership),
        "problem_heading": wording.problem_heading(partnership),
        "standing_text": wording.standing_text(partnership),
        "role_columns": story.role_columns(partnership),
        "facts": story.where_it_stands(partnership, story.parts(partnership, request.user)),
    }
    return render(request, "partnerships/partnership_confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def share(request: Any, slug: str) -> HttpResponse:
    """Who may see the record: fewer people at once, more once both sides agree."""
    partnership = visible_partnership(request, slug)
    require(permissions.can_publish, request.user, partnership)
    if partnership.is_draft:
        return redirect("partnerships:edit", partnership.slug)

    form = ShareForm(request.POST or None, initial={"to": partnership.visibility})
    if request.method == "POST" and form.is_valid():
        try:
            partnership = confirmations.share_partnership(partnership=partnership, by=request.user, **form.cleaned_data)
        except confirmations.CannotConfirm as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _shown_to(partnership, form.cleaned_data["to"]))
            return _back_to(request, partnership)
    context = {
        "partnership": partnership,
        "form": form,
        "standing_text": wording.standing_text(partnership),
        "awaited": awaits_confirmation_of(partnership),
    }
    return render(request, "partnerships/partnership_share.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: Any, slug: str) -> HttpResponse:
    partnership = visible_partnership(request, slug)
    require(permissions.can_delete, request.user, partnership)

    if request.method == "POST":
        confirmations.delete_partnership(partnership=partnership, by=request.user)
        messages.success(request, _("“%(title)s” is deleted.") % {"title": partnership.title})
        return redirect("partnerships:list")
    return _ask(
        request,
        partnership,
        title=_("Delete this record?"),
        text=_("It goes with everything that was added to it, and cannot be brought back here."),
        button=_("Delete it"),
    )


def _ask(request: HttpRequest, partnership: Any, **words: str) -> HttpResponse:
    return render(request, "partnerships/partnership_ask.html", {"partnership": partnership} | words)


def _back_to(request: HttpRequest, partnership: Any) -> HttpResponse:
    """The record's page, or the directory for someone who no longer sees it."""
    still = type(partnership).objects.visible_to(request.user).filter(pk=partnership.pk).exists()
    return redirect(partnership) if still else redirect("partnerships:list")


def _said(partnership: Any) -> str:
    if partnership.standing == partnership.Standing.BOTH_SIDES:
        return _("Thank you. Both sides have confirmed this record.")
    return _("Thank you. Your side is recorded; the record is shown more widely once the other side confirms.")


def _shown_to(partnership: Any, wanted: str) -> str:
    if partnership.visibility == wanted:
        return _("This record is now visible to: %(who)s") % {"who": partnership.get_visibility_display()}
    return _("Your side is recorded. It stays as it is until the other side agrees.")
