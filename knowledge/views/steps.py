"""The steps of authors and the desk: hand in, take on, return, decline, take back, delete."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from knowledge import permissions
from knowledge.forms.curation import DeclineForm, ReasonForm, SubmitForm
from knowledge.models.choices import UNDER_REVIEW, State
from knowledge.services import states as services
from knowledge.states import DECLINABLE, RETURNABLE, SUBMITTABLE
from knowledge.views.asking import ask_for, sent
from knowledge.views.finding import visible_piece

STEP = ["GET", "HEAD", "POST"]


@require_http_methods(STEP)
@login_required
def submit(request: Any, slug: str) -> HttpResponse:
    piece = visible_piece(request, slug)
    require(permissions.can_submit_piece, request.user, piece)
    form = SubmitForm(sent(request))
    return ask_for(
        request,
        piece,
        form,
        lambda: services.submit_piece(piece, by=request.user, note=form.cleaned_data["note"]),
        states=(*SUBMITTABLE, *RETURNABLE),
        **(_agreeing_anew() if piece.state in RETURNABLE else _handing_in()),
    )


def _handing_in() -> dict[str, str]:
    return {
        "done": _("Thank you. The secretariat reads it and writes to you."),
        "title": _("Hand it in"),
        "text": _(
            "The secretariat reads it, then every institution of which it tells is asked to agree. "
            "For your own institution you agree by handing it in."
        ),
        "button": _("Hand it in"),
    }


def _agreeing_anew() -> dict[str, str]:
    return {
        "done": _("Thank you. You agreed to these words."),
        "title": _("Agree to these words"),
        "text": _(
            "The secretariat changed words of your text. For your own institution you agree to them as they stand."
        ),
        "button": _("Agree to these words"),
    }


@require_http_methods(STEP)
@login_required
def take_on(request: Any, slug: str) -> HttpResponse:
    piece = _reviewed(request, slug)
    return ask_for(
        request,
        piece,
        Form(sent(request)),
        lambda: services.take_on_piece(piece, by=request.user),
        states=UNDER_REVIEW,
        done=_("You curate it now."),
        title=_("Take it on"),
        text=_("You are named as who curates it, and get the letters about it."),
        button=_("Take it on"),
    )


@require_http_methods(STEP)
@login_required
def return_(request: Any, slug: str) -> HttpResponse:
    piece = _reviewed(request, slug)
    form = ReasonForm(sent(request))
    return ask_for(
        request,
        piece,
        form,
        lambda: services.return_piece(piece, reason=form.cleaned_data["reason"], by=request.user),
        states=RETURNABLE,
        done=_("The author has been asked for changes."),
        title=_("Ask the author for changes"),
        text=_("The author writes on and hands it in again. Links that were sent to partners end."),
        button=_("Send it back"),
    )


@require_http_methods(STEP)
@login_required
def decline(request: Any, slug: str) -> HttpResponse:
    piece = _reviewed(request, slug)
    form = DeclineForm(sent(request))
    return ask_for(
        request,
        piece,
        form,
        lambda: services.decline_piece(piece, reason=form.cleaned_data["reason"], by=request.user),
        states=DECLINABLE,
        done=_("Declined. The author has been told why."),
        title=_("Decline it"),
        text=_("It leaves the desk. The author keeps the text and reads your reason."),
        button=_("Decline it"),
        danger=True,
    )


@require_http_methods(STEP)
@login_required
def withdraw(request: Any, slug: str) -> HttpResponse:
    """Out of the desk, back to its author. A second click changes nothing: to delete it is a page of its own."""
    piece = visible_piece(request, slug)
    require(permissions.can_withdraw_piece, request.user, piece)
    return ask_for(
        request,
        piece,
        Form(sent(request)),
        lambda: services.take_back_piece(piece, by=request.user),
        states=UNDER_REVIEW,
        done=_("It is a draft again, which nobody else reads."),
        title=_("Take it back"),
        text=_("It leaves the desk and is a draft again. Partners who were asked are not asked any more."),
        button=_("Take it back"),
    )


@require_http_methods(STEP)
@login_required
def delete(request: Any, slug: str) -> HttpResponse:
    piece = visible_piece(request, slug)
    require(permissions.can_delete_piece, request.user, piece)
    is_new_wording = piece.state == State.DRAFT and piece.revises_id
    return ask_for(
        request,
        piece,
        Form(sent(request)),
        lambda: services.delete_piece(piece, by=request.user),
        states=services.deletable(piece.kind),
        done=_("Deleted."),
        title=_("Delete it for good"),
        text=_("The text, its pictures and all its wordings are deleted. This cannot be undone."),
        button=_("Delete it"),
        danger=True,
        leads_to=piece.revises.get_absolute_url() if is_new_wording else reverse("home"),
    )


def _reviewed(request: Any, slug: str) -> Any:
    piece = visible_piece(request, slug)
    require(permissions.can_review_piece, request.user, piece)
    return piece
