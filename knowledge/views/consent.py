"""Asking partners for their word, and giving it on the portal."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.models import Institution
from core.permissions import require
from knowledge import permissions
from knowledge.attached_read import attached_of
from knowledge.consents import words
from knowledge.forms.curation import ConsentForm, SendForm, TakeBackForm
from knowledge.models.choices import Decision
from knowledge.revisions import revision_of
from knowledge.services import consents as services
from knowledge.states import ANSWERABLE, ASKABLE, WrongState
from knowledge.views.asking import CONFLICT, ask_for, refused, sent, way_of
from knowledge.views.finding import visible_piece
from knowledge.wordings_read import sections_of
from partnerships.models import Contact

STEP = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Asked:
    """An institution that has not agreed yet: who is asked there on the portal, and where else a letter may go."""

    institution: Institution
    people: list[str]
    address: str = ""
    name: str = ""
    language: str = "en"


@require_http_methods(STEP)
@login_required
def send(request: Any, slug: str) -> HttpResponse:
    piece = visible_piece(request, slug)
    require(permissions.can_review_piece, request.user, piece)
    said = words(piece)
    form = SendForm(sent(request), asked=_asked(piece, said))
    return ask_for(
        request,
        piece,
        form,
        lambda: services.send_to_partner(piece, addressees=form.addressees, by=request.user),
        states=ASKABLE,
        done=_("The partners have been asked.") if form.asked else _("All have agreed: it is ready."),
        title=_("Ask the partners"),
        text=_("Every institution of which the text tells agrees to these very words before they are published."),
        button=_("Ask them") if form.asked else _("Mark it as ready"),
        template="knowledge/send_to_partner.html",
        words=said,
    )


def _asked(piece: Any, said: list[Any]) -> list[Asked]:
    missing = [word for word in said if not word.is_agreed]
    speakers = services.speakers_for(piece, [word.institution for word in missing])
    silent = [word.institution.pk for word in missing if not speakers[word.institution.pk]]
    contacts = {
        contact.institution_id: contact
        for contact in Contact.objects.filter(partnership__in=piece.partnerships.all(), institution__in=silent)
    }
    return [_asked_of(word, speakers[word.institution.pk], contacts.get(word.institution.pk)) for word in missing]


def _asked_of(word: Any, people: list[Any], contact: Contact | None) -> Asked:
    """A link that was sent before says where; else the contact that a partnership names."""
    names = [person.display_name for person in people]
    before = word.link or (None if people else contact)
    if before is None:
        return Asked(word.institution, names)
    address = before.email if isinstance(before, Contact) else before.address
    return Asked(word.institution, names, address, before.name, before.language)


@require_http_methods(STEP)
@login_required
def consent(request: Any, slug: str) -> HttpResponse:
    """Who speaks for a party reads the whole wording and answers; or takes back what was agreed."""
    piece = visible_piece(request, slug)
    require(permissions.can_consent, request.user, piece)
    own = services.own_parties(piece, request.user)
    said = [word for word in words(piece, services.asked_sha256(piece)) if word.institution.pk in own]
    if all(word.is_agreed for word in said):
        return _take_back(request, piece, said)
    if piece.state not in ANSWERABLE:
        return refused(request, piece, _("Do you agree?"), str(WrongState(piece)))
    form = ConsentForm(sent(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.give_consent(
                piece,
                decision=form.cleaned_data["decision"],
                note=form.cleaned_data["note"],
                seen_sha256=request.POST.get("read", ""),
                by=request.user,
            )
        except WrongState as refusal:
            return refused(request, piece, _("Do you agree?"), str(refusal))
        except services.CannotAnswer as refusal:
            form.add_error(None, str(refusal))
            piece, status = visible_piece(request, slug), CONFLICT
        else:
            messages.success(request, _thanks(form.cleaned_data["decision"]))
            return redirect(way_of(piece))
    context = {
        "piece": piece,
        "form": form,
        "said": said,
        "read": revision_of(piece),
        "sections": sections_of(piece),
        "attached": attached_of(piece),
        "back": way_of(piece),
    }
    return render(request, "knowledge/consent.html", context, status=status)


def _take_back(request: Any, piece: Any, said: list[Any]) -> HttpResponse:
    form = TakeBackForm(sent(request))
    return ask_for(
        request,
        piece,
        form,
        lambda: services.take_consent_back(piece, by=request.user, note=form.cleaned_data["note"]),
        done=_("Your consent is taken back. Everybody concerned is told."),
        title=_("Take your consent back"),
        text=_("A published text is gone from all pages at once. Before that it is not published."),
        button=_("Take it back"),
        danger=True,
        template="knowledge/consent_take_back.html",
        said=said,
    )


def _thanks(decision: str) -> str:
    if decision == Decision.AGREED:
        return _("Thank you. You agreed to these words; you can take it back at any time.")
    return _("Thank you. The authors and the secretariat read your answer.")
