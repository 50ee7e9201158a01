"""Needs and offers, which go the same ways: read, begun, and put in other words."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.permissions import require
from core.versions import EditedMeanwhile
from matching import permissions
from matching.forms.statement_kinds import FORM_OF
from matching.services.statements import CannotChange, change_statement, draft_statement, open_statement
from matching.statements import pages
from matching.statements.kinds import StatementKind

CONFLICT = 409


@require_safe
def detail(request: Any, kind: StatementKind, pk: int) -> HttpResponse:
    statement = visible_statement(request.user, kind, pk)
    return render(request, f"matching/{kind.name}.html", pages.context_of(statement, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: Any, kind: StatementKind) -> HttpResponse:
    """Two answers make a draft; who speaks for the institution may open it at once."""
    require(permissions.can_state, request.user)
    form = FORM_OF[kind.name](request.POST or None, user=request.user, initial=_carried(request, kind))
    if request.method == "POST" and form.is_valid():
        form.instance.creation_key = form.cleaned_data["creation_key"]
        statement = draft_statement(statement=form.instance, ties=form.ties, by=request.user)
        return _saved(request, statement)
    return render(request, "matching/statement_form.html", {"form": form, "kind": kind})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, kind: StatementKind, pk: int) -> HttpResponse:
    statement = visible_statement(request.user, kind, pk)
    require(permissions.can_edit_statement, request.user, statement)

    form = FORM_OF[kind.name](request.POST or None, instance=statement, user=request.user)
    context = {"form": form, "kind": kind, "statement": statement}
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            changed = change_statement(
                statement=form.instance, ties=form.ties, by=request.user, seen_version=seen if seen is not None else -1
            )
        except EditedMeanwhile as meanwhile:
            form.add_error(None, _("Somebody else saved it while you were writing. Compare, and save again."))
            form.at_version(meanwhile.stored.version)
            context["stored"] = pages.told(meanwhile.stored)
            return render(request, "matching/statement_form.html", context, status=CONFLICT)
        return _saved(request, changed)
    return render(request, "matching/statement_form.html", context)


def visible_statement(user: Any, kind: StatementKind, pk: int) -> Any:
    """The statement, or 404 where there is none that this person may see."""
    visible = kind.model.objects.visible_to(user).select_related("institution__country", "recorded_by")
    return get_object_or_404(visible, pk=pk)


def _saved(request: Any, statement: Any) -> HttpResponse:
    """To its page; opened first where its writer pressed that button."""
    wants_open = request.POST.get("then") == "open"
    if wants_open and permissions.can_publish_statement(request.user, statement):
        try:
            open_statement(statement=statement, by=request.user)
        except CannotChange as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is open. Others can find it now."))
        return redirect(statement)
    if not statement.is_draft:
        messages.success(request, _("It is saved."))
    elif statement.institution_id in request.user.institution_ids:
        messages.success(request, _("Your draft is kept. Your institution alone sees it until it is opened."))
    else:
        told = _("Your draft is kept for %(institution)s. Who speaks for it was written to, and opens it.")
        messages.success(request, told % {"institution": statement.institution})
        return redirect("matching:own_statements")
    return redirect(statement)


def _carried(request: Any, kind: StatementKind) -> dict[str, str]:
    """What was typed into the finder comes along."""
    text = request.GET.get("q", "").replace("\x00", "")[:5000]
    return {kind.telling: text} if text else {}
