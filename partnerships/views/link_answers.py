"""Answering for a side by a signed link: written in one step, read over and sent in a second."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from partnerships import said
from partnerships.forms.links import OBJECT, AnswerForm
from partnerships.models import SideLink
from partnerships.revisions import revision_of
from partnerships.sealed import seal, unseal
from partnerships.services import answering
from partnerships.views.link_closed import CONFLICT, closed_page, is_closed
from partnerships.views.link_replies import reply, thread


def answer(request: Any, link: SideLink) -> HttpResponse:
    """GET reads. A first POST is checked and read back; a second, which only that page can make, is carried out."""
    if request.method != "POST":
        return closed_page(request, link) if is_closed(link) else _page(request, link, _form(link))
    do = request.POST.get("do", "")
    if do in ("check-reply", "send-reply"):
        return reply(request, link)
    sealed = unseal("answer", request.POST.get("sealed", ""), link) if do in ("send", "change") else None
    data = sealed["data"] if sealed else request.POST
    form = _form(link, data)
    if is_closed(link):
        return closed_page(request, link, typed=form.typed(), status=CONFLICT)
    read = sealed["read"] if sealed else request.POST.get("read", "")
    if has_changed(link, read):
        return _changed_meanwhile(request, link, form, read)
    if not form.is_valid():
        return _page(request, link, form)
    if sealed is None:
        return _read_back(request, link, form)
    return _page(request, link, form) if do == "change" else _carry_out(request, link, form, read)


def has_changed(link: SideLink, read: str) -> bool:
    """Whether the page that somebody read is of another wording; `read` begins with the hash of its own."""
    return bool(read) and read.split()[0] != revision_of(link.partnership)


def _carry_out(request: Any, link: SideLink, form: AnswerForm, read: str) -> HttpResponse:
    typed = form.typed()
    try:
        answering.answer_by_link(link=link, answer=_answer(form, read.split()[0]), by=request.user)
    except answering.WordingChanged:
        link = SideLink.objects.select_related("partnership", "institution", "sent_by").get(pk=link.pk)
        return _changed_meanwhile(request, link, form, read)
    except (answering.AlreadyAnswered, answering.LinkEnded):
        link.refresh_from_db()
        return closed_page(request, link, typed=typed, status=CONFLICT)
    except answering.CannotAnswer as error:
        form.add_error(None, str(error))
        return _page(request, link, form, CONFLICT)
    return redirect(request.path)


def _answer(form: AnswerForm, read: str) -> answering.LinkAnswer:
    given = form.cleaned_data
    return answering.LinkAnswer(
        decision=given["decision"],
        name=given["name"],
        job_title=given["job_title"],
        agreed_visibility=given["agreed_visibility"],
        note=given["reason"] if given["decision"] == OBJECT else given["note"],
        corrections=form.corrections(),
        own_words=form.in_own_words(),
        revision=read,
    )


def _form(link: SideLink, data: Any = None) -> AnswerForm:
    proposed = {each.correction.field: each.correction.proposed for each in thread(link)}
    return AnswerForm(data, link=link, proposed=proposed, initial={"job_title": ""})


def _page(request: HttpRequest, link: SideLink, form: AnswerForm, status: int = 200) -> HttpResponse:
    context = said.about(link) | {
        "form": form,
        "read": _read(link, form),
        "thread": thread(link),
        "has_replied": "replied" in request.GET,
    }
    return render(request, "partnerships/link_open.html", context, status=status)


def _changed_meanwhile(request: HttpRequest, link: SideLink, form: AnswerForm, read: str) -> HttpResponse:
    """Nobody answers for a wording they have not read; what they wrote stays in its boxes."""
    form = _form(link, form.with_fresh_boxes(read))
    form.add_error(
        None, _("The record was changed after you opened this page. Read it again; what you wrote is still here.")
    )
    return _page(request, link, form, CONFLICT)


def _read(link: SideLink, form: AnswerForm) -> str:
    return f"{revision_of(link.partnership)} {form.marks()}"


def _read_back(request: HttpRequest, link: SideLink, form: AnswerForm) -> HttpResponse:
    """What would be said, in full; nothing is stored yet. The seal holds what was checked, word for word."""
    data = {name: form[name].data for name in form.fields}
    context = said.about(link) | {
        "form": form,
        "sealed": seal("answer", link, read=_read(link, form), data=data),
        "decision": dict(form.fields["decision"].choices)[form.cleaned_data["decision"]],  # type: ignore[attr-defined]
        "audience": dict(form.fields["agreed_visibility"].choices).get(form.cleaned_data["agreed_visibility"], ""),  # type: ignore[attr-defined]
        "changes": form.changes(),
        "own_words": form.in_own_words(),
    }
    return render(request, "partnerships/link_check.html", context)
