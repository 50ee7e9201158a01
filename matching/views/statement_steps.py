"""The steps of a need or an offer: opened, confirmed, paused, closed, deleted. Each asks first, and acts on POST."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from matching import permissions
from matching.forms.statement_steps import CloseForm, OpenForm
from matching.services import statements as services
from matching.statements.kinds import OFFER, StatementKind
from matching.statements.pages import addresses, hints
from matching.views.statements import CONFLICT, visible_statement


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def open_(request: Any, kind: StatementKind, pk: int) -> HttpResponse:
    """Say who sees it, and let them see it."""
    statement = visible_statement(request.user, kind, pk)
    require(permissions.can_publish_statement, request.user, statement)
    form = OpenForm(request.POST or None, initial={"visibility": statement.visibility})
    context = {"kind": kind, "statement": statement, "form": form, "hints": hints(statement)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "matching/statement_open.html", context)

    def act() -> Any:
        shown = form.cleaned_data["visibility"]
        return services.open_statement(statement=statement, visibility=shown, by=request.user)

    return _done(request, statement, "matching/statement_open.html", context, act, _("It is open."))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: Any, kind: StatementKind, pk: int) -> HttpResponse:
    statement = visible_statement(request.user, kind, pk)
    require(permissions.can_publish_statement, request.user, statement)
    form = CloseForm(request.POST or None)
    context = {"kind": kind, "statement": statement, "form": form}
    if statement.is_draft or request.method != "POST" or not form.is_valid():
        status = CONFLICT if statement.is_draft else 200
        return render(request, "matching/statement_close.html", context, status=status)

    def act() -> Any:
        because = form.cleaned_data["because"]
        return services.close_statement(statement=statement, because=because, by=request.user)

    return _done(request, statement, "matching/statement_close.html", context, act, _("It is closed."))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm(request: Any, kind: StatementKind, pk: int) -> HttpResponse:
    """The letter that asks whether it still holds leads here."""
    statement = visible_statement(request.user, kind, pk)
    require(permissions.can_publish_statement, request.user, statement)
    context = {"kind": kind, "statement": statement, **addresses(statement)}
    if request.method != "POST":
        return render(request, "matching/statement_confirm.html", context)

    def act() -> Any:
        return services.confirm_statement(statement=statement, by=request.user)

    said = _("Thank you. It is marked as still true today.")
    return _done(request, statement, "matching/statement_confirm.html", context, act, said)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pause(request: Any, pk: int) -> HttpResponse:
    offer = visible_statement(request.user, OFFER, pk)
    require(permissions.can_publish_statement, request.user, offer)
    context = {"kind": OFFER, "statement": offer}
    if request.method != "POST":
        return render(request, "matching/offer_pause.html", context)

    def act() -> Any:
        return services.pause_offer(offer=offer, by=request.user)

    said = _("It is paused. Open it again when somebody is free.")
    return _done(request, offer, "matching/offer_pause.html", context, act, said)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: Any, kind: StatementKind, pk: int) -> HttpResponse:
    statement = visible_statement(request.user, kind, pk)
    require(permissions.can_delete_statement, request.user, statement)
    context = {"kind": kind, "statement": statement}
    if request.method != "POST":
        return render(request, "matching/statement_delete.html", context)

    def act() -> Any:
        services.delete_statement(statement=statement, by=request.user)
        return "matching:own_statements"

    return _done(request, statement, "matching/statement_delete.html", context, act, _("It is deleted."))


def _done(
    request: Any, statement: Any, template: str, context: dict[str, Any], act: Callable[[], Any], said: str
) -> HttpResponse:
    """Take the step and lead on; where it does not follow, say why on the same page."""
    try:
        onwards = act()
    except services.CannotChange as refusal:
        return render(request, template, context | {"refusal": str(refusal)}, status=CONFLICT)
    messages.success(request, said)
    return redirect(onwards)
