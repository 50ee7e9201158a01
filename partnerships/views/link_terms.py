"""Reading and signing one version of the terms by a signed link."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from partnerships import said
from partnerships.forms.terms import SignByLinkForm
from partnerships.models import SideLink, Terms
from partnerships.sealed import seal, unseal
from partnerships.services import answering, terms
from partnerships.terms_wording import differences
from partnerships.views.link_closed import CONFLICT, closed_page, is_closed


def answer(request: Any, link: SideLink) -> HttpResponse:
    """Like any answer by a link: one POST is read back, the next one signs."""
    version = link.terms
    if version is None:
        raise ValueError("a link to sign names the terms")
    if request.method != "POST":
        return _page(request, link, version, _form(version, link))
    sealed = unseal("terms", request.POST.get("sealed", ""), link) if request.POST.get("do") == "send" else None
    form = _form(version, link, sealed["data"] if sealed else request.POST)
    if is_closed(link):
        return closed_page(request, link, status=CONFLICT)
    if not form.is_valid():
        return _page(request, link, version, form)
    if sealed is None:
        data = {name: form[name].data for name in form.fields}
        context = said.about(link) | {"form": form, "terms": version, "sealed": seal("terms", link, data=data)}
        return render(request, "partnerships/link_check_terms.html", context)
    return _sign(request, link, version, form)


def _sign(request: HttpRequest, link: SideLink, version: Terms, form: SignByLinkForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        terms.sign_terms_by_link(link=link, name=given["name"], job_title=given["job_title"])
    except (answering.AlreadyAnswered, answering.LinkEnded):
        link.refresh_from_db()
        return closed_page(request, link, status=CONFLICT)
    except (answering.CannotAnswer, terms.CannotSign) as error:
        form.add_error(None, str(error))
        return _page(request, link, version, form, CONFLICT)
    return redirect(request.path)


def _form(version: Terms, link: SideLink, data: Any = None) -> SignByLinkForm:
    return SignByLinkForm(data, institution=link.institution, number=version.number)


def _page(
    request: HttpRequest, link: SideLink, version: Terms, form: SignByLinkForm, status: int = 200
) -> HttpResponse:
    if is_closed(link) and link.answered_at is None:
        return closed_page(request, link, status=status)
    newest = terms.latest(link.partnership)
    awaited = terms.awaits_signature_of(version)
    earlier = list(link.partnership.terms_set.filter(number__lt=version.number).order_by("-number"))
    context = said.about(link) | {
        "form": form,
        "terms": version,
        "earlier": earlier,
        "changes": differences(earlier[0].text, version.text) if earlier else [],
        "newer": newest if newest and newest.pk != version.pk else None,
        "may_sign": link.side in awaited and link.answered_at is None,
        "has_to_wait": bool(awaited) and link.side not in awaited,
        "was_answered": link.answered_at,
    }
    return render(request, "partnerships/link_terms.html", context, status=status)
