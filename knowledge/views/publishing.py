"""Before readers, now or at an hour; and away from them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from events.times import zone_of
from knowledge import permissions
from knowledge.consents import words
from knowledge.forms.curation import ArchiveForm
from knowledge.forms.publishing import NOW, PublishForm
from knowledge.models.choices import Kind, State
from knowledge.services import publishing as services
from knowledge.states import PUBLISHABLE
from knowledge.views.asking import ask_for, sent
from knowledge.views.finding import visible_piece

STEP = ["GET", "HEAD", "POST"]


@require_http_methods(STEP)
@login_required
def publish(request: Any, slug: str) -> HttpResponse:
    piece = _published_by(request, slug)
    form = PublishForm(sent(request), initial={"when": NOW}, zone=zone_of(request))

    def act() -> None:
        if form.at is None:
            services.publish_piece(piece, by=request.user)
        else:
            services.schedule_piece(piece, at=form.at, by=request.user)

    said = words(piece)
    is_later = form.is_bound and form.is_valid() and form.at is not None
    return ask_for(
        request,
        piece,
        form,
        act,
        states=PUBLISHABLE,
        done=_("It is published at its hour, if all consents still stand then.") if is_later else _("It is published."),
        title=_("Publish it"),
        text=_("Everyone it is meant for reads it from then on. Authors and partners get a letter."),
        button=_("Publish it"),
        template="knowledge/publish.html",
        words=said,
        missing=piece.kind != Kind.RESOURCE and not all(word.is_agreed for word in said),
        leads_to=None if is_later or not piece.revises_id else piece.revises.get_absolute_url(),
    )


@require_http_methods(STEP)
@login_required
def unschedule(request: Any, slug: str) -> HttpResponse:
    piece = _published_by(request, slug)
    return ask_for(
        request,
        piece,
        Form(sent(request)),
        lambda: services.unschedule_piece(piece, by=request.user),
        states=(State.READY,),
        done=_("It is ready, and waits for somebody to publish it."),
        title=_("Take the hour away"),
        text=_("It is not published by itself any more."),
        button=_("Take the hour away"),
    )


@require_http_methods(STEP)
@login_required
def archive(request: Any, slug: str) -> HttpResponse:
    piece = _published_by(request, slug)
    form = ArchiveForm(sent(request))

    def act() -> None:
        given = form.cleaned_data
        services.archive_piece(piece, reason=given["why"], note=given["note"], by=request.user)

    return ask_for(
        request,
        piece,
        form,
        act,
        states=(State.PUBLISHED,),
        done=_("It is taken down."),
        title=_("Take it down"),
        text=_(
            "At once it is on no page, list, feed or search. Its authors and the institutions it tells of are told."
        ),
        button=_("Take it down"),
        danger=True,
    )


def _published_by(request: Any, slug: str) -> Any:
    piece = visible_piece(request, slug)
    require(permissions.can_publish_piece, request.user, piece)
    return piece
