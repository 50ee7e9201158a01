"""The address behind a signed link of a follow-up: a contact says once for their side what became of outcomes.

GET and HEAD only read. An answer takes two POSTs: the first is read back, the second, which only that page can
make, is stored. Once answered, the link shows what the side said; once ended, it asks for a new one.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from community.models import User
from core.models import Visibility
from core.signed_links import BadLink
from partnerships.asking.people import partners_of
from partnerships.forms.links import SendAnewForm
from partnerships.said import masked
from partnerships.sealed import seal, unseal
from partnerships.services.answering import speaks_for_another_side
from partnerships.views.link_closed import why_closed
from partnerships.views.links import kept_quiet
from results.follow_ups.links import link_of
from results.follow_ups.showing import years_after
from results.forms.follow_ups import FollowUpLinkForm
from results.models import FollowUpAnswer, FollowUpLink, HarvestedOutcome
from results.services.follow_ups import (
    AnsweredMeanwhile,
    LinkClosed,
    answer_by_link,
    is_closed,
    mark_of,
    renew_link,
    takes_part,
)

CONFLICT = 409
SEALED = "follow-up-answer"


# Why no CSRF cookie is asked for is told beside `partnerships.views.links.side_link`.
@csrf_exempt
@kept_quiet
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: Any, token: str) -> HttpResponse:
    try:
        link = link_of(token)
    except BadLink:
        return render(request, "partnerships/link_bad.html", status=404)
    except FollowUpLink.DoesNotExist:
        return render(request, "partnerships/link_gone.html", status=410)
    partnership = link.follow_up.partnership
    if request.user.is_authenticated and request.user.role in User.SECRETARIAT_ROLES:
        return render(request, "partnerships/link_bad.html", status=404)
    if partnership.visibility == Visibility.PRIVATE or not takes_part(link):
        return render(request, "partnerships/link_gone.html", status=410)
    if speaks_for_another_side(request.user, link, partnership):
        context = {"link": link, "partnership": partnership}
        return render(request, "partnerships/link_other_side.html", context, status=403)
    return _closed(request, link) if is_closed(link) else _answer(request, link)


def _answer(request: Any, link: FollowUpLink) -> HttpResponse:
    do = request.POST.get("do", "")
    found = unseal(SEALED, request.POST.get("sealed", ""), link) if do in ("send", "change") else None
    sealed = found["data"] if found else None
    form = _form(link, sealed or request.POST or None)
    if request.method != "POST" or not form.is_valid() or (sealed and do == "change"):
        return _page(request, link, form)
    given = form.cleaned_data
    if given["seen"] != mark_of(link.follow_up, link.side):
        return _answered_meanwhile(request, link, form)
    if sealed is None:
        data = {name: form[name].data for name in form.fields}
        context = {"link": link, "form": form, "sealed": seal(SEALED, link, data=data)}
        return render(request, "results/follow_up_check.html", context)
    try:
        answer_by_link(link=link, said=form.said, seen=given["seen"], name=given["name"], title=given["job_title"])
    except AnsweredMeanwhile:
        return _answered_meanwhile(request, link, form)
    except LinkClosed:  # somebody was faster
        return _closed(request, _stored_by_now(link))
    return redirect(request.path)


def _stored_by_now(link: FollowUpLink) -> FollowUpLink:
    return FollowUpLink.objects.select_related("follow_up__partnership", "institution").get(pk=link.pk)


def _form(link: FollowUpLink, data: Any = None) -> FollowUpLinkForm:
    outcomes = HarvestedOutcome.objects.filter(partnership=link.follow_up.partnership_id)
    told = list(outcomes.exclude(visibility=Visibility.PRIVATE).order_by("number"))
    initial = {"name": link.name, "seen": mark_of(link.follow_up, link.side)}
    return FollowUpLinkForm(data, outcomes=told, stored=_stored(link), initial=initial)


def _stored(link: FollowUpLink) -> dict[int, FollowUpAnswer]:
    return {answer.outcome_id: answer for answer in link.follow_up.answers.filter(side=link.side)}


def _answered_meanwhile(request: Any, link: FollowUpLink, form: FollowUpLinkForm) -> HttpResponse:
    """What was typed stays, beside what another of the same side said meanwhile."""
    data = {name: form[name].data for name in form.fields} | {"seen": mark_of(link.follow_up, link.side)}
    form = _form(link, data)
    form.add_error(None, _("Somebody else of your side answered meanwhile. Compare, and check your answer again."))
    return _page(request, link, form, answered=_stored(link), status=CONFLICT)


def _page(
    request: Any,
    link: FollowUpLink,
    form: FollowUpLinkForm,
    *,
    answered: dict[int, FollowUpAnswer] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _about(link) | {
        "form": form,
        "rows": [(*row, (answered or {}).get(row[0].pk)) for row in form.rows],
    }
    return render(request, "results/follow_up_open.html", context, status=status)


def _closed(request: Any, link: FollowUpLink) -> HttpResponse:
    """A link that has ended is renewed by a POST of this page; every other POST comes too late."""
    may_renew = link.answered_at is None and link.is_reachable
    wants_new = request.method == "POST" and request.POST.get("do") == "renew" and may_renew
    form = SendAnewForm(request.POST if wants_new else None)
    if wants_new and form.is_valid():
        renew_link(link=link)  # said the same whether or not: the link may be in other hands by now
        return redirect(f"{request.path}?sent=1")
    said = link.follow_up.answers.filter(side=link.side).select_related("outcome").order_by("outcome__number")
    context = _about(link) | {
        "why": why_closed(link),
        "answers": list(said) if link.answered_at else [],
        "renew": form,
        "masked": masked(link.address) if may_renew else "",
        "was_asked_anew": "sent" in request.GET,
    }
    status = CONFLICT if request.method == "POST" else 200
    return render(request, "results/follow_up_closed.html", context, status=status)


def _about(link: FollowUpLink) -> dict[str, Any]:
    partnership = link.follow_up.partnership
    return {
        "link": link,
        "partnership": partnership,
        "partners": partners_of(partnership, link.institution_id),
        "label": years_after(link.follow_up.years),
    }
