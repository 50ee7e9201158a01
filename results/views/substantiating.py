"""The address behind a signed link: a party, or somebody outside both sides, says once what they know of an outcome.

GET and HEAD only read. An answer takes two POSTs: the first is read back, the second, which only that page can
make, is stored. Once answered, the link shows what was said; once ended, it asks for a new one.
"""

from contextlib import suppress
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from community.models import User
from core.signed_links import BadLink
from partnerships.forms.links import SendAnewForm
from partnerships.permissions import is_party
from partnerships.said import masked
from partnerships.sealed import seal, unseal
from partnerships.views.links import kept_quiet
from results import permissions
from results.forms.acts import WORDS, OutsideForm, PartyForm
from results.models import PartnerWord, SubstantiationLink
from results.services import acts
from results.services.asking import CannotAsk, may_be_renewed, renew_link
from results.substantiation_links import link_of
from results.views.outcomes import facts

CONFLICT = 409
SEALED = "outcome-answer"


# Why no CSRF cookie is asked for is told beside `partnerships.views.links.side_link`.
@csrf_exempt
@kept_quiet
@require_http_methods(["GET", "HEAD", "POST"])
def substantiate(request: Any, token: str) -> HttpResponse:
    try:
        link = link_of(token)
    except BadLink:
        return render(request, "partnerships/link_bad.html", status=404)
    except SubstantiationLink.DoesNotExist:
        return render(request, "results/answer_gone.html", status=410)
    if _may_not_answer(request.user, link):
        return render(request, "results/answer_inside.html", {"link": link}, status=403)
    try:
        acts.refuse_answer(link)
    except acts.CannotAnswer as refusal:
        return _closed(request, link, refusal)
    return _answer(request, link)


def _may_not_answer(user: Any, link: SubstantiationLink) -> bool:
    """Signed in as the secretariat, as who told it or asks, or as another party than the one that was asked."""
    if not user.is_authenticated:
        return False
    outcome = link.outcome
    if user.role in User.SECRETARIAT_ROLES or user.pk in (link.sent_by_id, outcome.recorded_by_id):
        return True
    if link.institution_id in user.institution_ids:
        return False
    return is_party(user, outcome.partnership) or permissions.speaks_for(user, outcome.partnership)


def _answer(request: Any, link: SubstantiationLink) -> HttpResponse:
    do = request.POST.get("do", "")
    found = unseal(SEALED, request.POST.get("sealed", ""), link) if do in ("send", "change") else None
    sealed = found["data"] if found else None
    initial = {"name": link.name, "office": link.office}
    form_class: Any = PartyForm if link.institution_id else OutsideForm
    form = form_class(sealed or request.POST or None, outcome=link.outcome, initial=initial)
    if request.method != "POST" or not form.is_valid() or (sealed and do == "change"):
        return _page(request, link, form)
    if form.cleaned_data["wording"] != link.outcome.revision:
        return _changed(request, link, form)
    if sealed is None:
        data = {name: form[name].data for name in form.fields}
        context = {
            "form": form,
            "answer": _as_answer(form.cleaned_data),
            "verdict": WORDS[form.cleaned_data["verdict"]],
            "sealed": seal(SEALED, link, data=data),
        }
        return render(request, "results/answer_check.html", {"link": link, "outcome": link.outcome, **context})
    try:
        acts.answer_by_link(link=link, answer=_as_answer(form.cleaned_data))
    except acts.WordingChanged:
        link.outcome.refresh_from_db()
        return _changed(request, link, form)
    except acts.CannotAnswer as refusal:  # somebody was faster with the same link
        return _closed(request, link, refusal)
    return redirect(request.path)


def _as_answer(given: dict[str, Any]) -> acts.LinkAnswer:
    return acts.LinkAnswer(
        verdict=given["verdict"],
        comment=given["comment"],
        name=given["name"],
        office=given["job_title" if "job_title" in given else "office"],
        may_be_named=given.get("may_be_named", False),
        revision=given["wording"],
    )


def _who_said(said: Any) -> list[str]:
    """Name, office, and the party they answered for; nothing of somebody who was erased."""
    if isinstance(said, PartnerWord):
        return [part for part in (said.by_name, said.by_title, str(said.institution)) if part]
    return [part for part in (said.name, said.office) if part] if said else []


def _changed(request: Any, link: SubstantiationLink, form: Any) -> HttpResponse:
    """What was typed stays; it is said that the words are others, and they are shown."""
    form = form.about_present_words(link.outcome)
    form.add_error(None, _("It says something else by now. Please read it again."))
    return _page(request, link, form, CONFLICT)


def _page(request: Any, link: SubstantiationLink, form: Any, status: int = 200) -> HttpResponse:
    outcome = link.outcome
    context = {
        "link": link,
        "outcome": outcome,
        "facts": facts(outcome),
        "form": form,
        "was_reworded": link.revision != outcome.revision,
    }
    return render(request, "results/answer_open.html", context, status=status)


def _closed(request: Any, link: SubstantiationLink, why: acts.CannotAnswer) -> HttpResponse:
    """A link that has ended is renewed by a POST of this page; every other POST comes too late."""
    said = getattr(why, "said", None)
    may_renew = may_be_renewed(link)
    wants_new = request.method == "POST" and request.POST.get("do") == "renew" and may_renew
    form = SendAnewForm(request.POST if wants_new else None)
    if wants_new and form.is_valid():
        with suppress(CannotAsk):  # said the same whether or not: the link may be in other hands by now
            renew_link(link=link)
        return redirect(f"{request.path}?sent=1")
    context = {
        "link": link,
        "outcome": link.outcome,
        "why": why,
        "said": said,
        "said_by": _who_said(said),
        "renew": form,
        "masked": masked(link.address) if may_renew else "",
        "was_asked_anew": "sent" in request.GET,
    }
    return render(request, "results/answer_closed.html", context, status=CONFLICT if request.method == "POST" else 200)
