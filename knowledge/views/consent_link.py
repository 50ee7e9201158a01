"""The address behind a signed link: an institution without an account reads a wording, and says its word to it.

GET and HEAD only read. An answer takes two POSTs: the first is read back, the second, which only that page can
make, is stored. Once answered, the same link takes a consent back; once ended, it asks for a new one.
"""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from community.models import User
from core import uploads
from core.signed_links import BadLink
from knowledge import permissions
from knowledge.answers import latest
from knowledge.attached_read import attached_by_link, attached_with
from knowledge.consent_links import link_of
from knowledge.forms.curation import LinkConsentForm, LinkTakeBackForm
from knowledge.locking import of_its_kind
from knowledge.models import ConsentLink, PieceImage
from knowledge.models.choices import Decision
from knowledge.sealed import seal, unseal
from knowledge.services import consents as services
from knowledge.states import WrongState
from knowledge.views.asking import CONFLICT
from knowledge.views.attachments import shown
from knowledge.views.consent_link_closed import closed
from knowledge.wordings_read import sections_in
from partnerships.views.links import kept_quiet

ANSWER, TAKE_BACK = "answer", "take-back"
FORMS: dict[str, Any] = {ANSWER: LinkConsentForm, TAKE_BACK: LinkTakeBackForm}


# The token in the address is the whole authority, so there is no CSRF cookie to ask for: see partnerships.views.links.
@csrf_exempt
@kept_quiet
@require_http_methods(["GET", "HEAD", "POST"])
def consent_link(request: Any, token: str) -> HttpResponse:
    try:
        link = link_of(token)
    except BadLink:
        return render(request, "knowledge/consent_link_bad.html", status=404)
    except ConsentLink.DoesNotExist:
        return render(request, "knowledge/consent_link_gone.html", status=410)
    piece = of_its_kind(link.piece)
    if _speaks_for_others(request.user, link, piece):
        return render(request, "knowledge/consent_link_other.html", {"link": link}, status=403)
    why = services.why_not(link, piece)
    if not why:
        return _answer(request, link, piece, ANSWER)
    if services.stands(link, piece):
        return _answer(request, link, piece, TAKE_BACK)
    said = latest(piece, link.institution_id, link.revision.sha256)
    if said and said.decision == Decision.WITHDRAWN:
        why = _("The consent was taken back, and the text is on no page any more.")
    return closed(request, link, why, said)


@kept_quiet
@require_safe
def attached(request: Any, token: str, sha256: str) -> Any:
    """A picture or file of the wording, for as long as the link shows it."""
    try:
        link = link_of(token)
    except (BadLink, ConsentLink.DoesNotExist):
        raise Http404 from None
    piece = of_its_kind(link.piece)
    found = attached_with(link, sha256)
    is_shown = link.answered_at or not services.why_not(link, piece)
    if found is None or not is_shown or _speaks_for_others(request.user, link, piece):
        raise Http404
    if isinstance(found, PieceImage):
        return shown(found.file, is_public=False)
    return uploads.download(found)


def _speaks_for_others(user: Any, link: ConsentLink, piece: Any) -> bool:
    """The secretariat, an author, or somebody of another party: the word of this institution is not theirs."""
    if not user.is_authenticated or (link.institution_id in user.institution_ids and not _wrote(user, piece)):
        return False
    return user.role in User.SECRETARIAT_ROLES or _wrote(user, piece) or permissions.is_party(user, piece)


def _wrote(user: Any, piece: Any) -> bool:
    return permissions.is_author(user, piece)


def _answer(request: Any, link: ConsentLink, piece: Any, what: str) -> HttpResponse:
    do = request.POST.get("do", "")
    sealed = unseal(what, request.POST.get("sealed", ""), link) if do in ("send", "change") else None
    form = FORMS[what](sealed or request.POST or None)
    open_page = f"knowledge/consent_link_{what.replace('-', '_')}.html"
    if request.method != "POST" or not form.is_valid() or (sealed and do == "change"):
        return _page(request, open_page, link, piece, form=form)
    if sealed is None:
        data = {name: form[name].data for name in form.fields}
        return _page(
            request, "knowledge/consent_link_check.html", link, piece, form=form, sealed=seal(what, link, data)
        )
    try:
        _carry_out(link, form, what)
    except (services.CannotAnswer, WrongState) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, open_page, link, piece, CONFLICT, form=form)
    return redirect(request.path)


def _carry_out(link: ConsentLink, form: Any, what: str) -> None:
    given = form.cleaned_data
    who = {"name": given["name"], "title": given["job_title"], "note": given["note"]}
    if what == ANSWER:
        services.answer_by_link(link=link, decision=given["decision"], **who)
    else:
        services.take_back_by_link(link=link, **who)


def _page(request: Any, template: str, link: ConsentLink, piece: Any, status: int = 200, **more: Any) -> HttpResponse:
    content = link.revision.content
    context = {
        "link": link,
        "piece": piece,
        "content": content,
        "sections": sections_in(piece.kind, content),
        "attached": attached_by_link(link, request.resolver_match.kwargs["token"]),
        "said": latest(piece, link.institution_id, link.revision.sha256),
        **more,
    }
    return render(request, template, context, status=status)
