"""The discussion of what a side proposed, on the page of its signed link: it replies, or takes its proposal back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from partnerships import said
from partnerships.forms.links import ReplyForm
from partnerships.models import Correction, SideLink
from partnerships.proposals import Proposal, proposals
from partnerships.sealed import seal, unseal
from partnerships.services.corrections import CannotDecide, discuss_by_link, withdraw_correction
from partnerships.speakers import Speaker
from partnerships.views.link_closed import CONFLICT, closed_page, is_closed


def thread(link: SideLink) -> list[Proposal]:
    """What the side proposed and nobody settled, each with its remarks and a form to reply."""
    open_ones = Correction.objects.open().filter(partnership=link.partnership_id, institution=link.institution_id)
    found = proposals(open_ones.select_related("institution").prefetch_related("remarks__institution"))
    for proposal in found:
        proposal.reply = ReplyForm(prefix=f"reply-{proposal.correction.pk}")
    return found


def reply(request: Any, link: SideLink) -> HttpResponse:
    """Checked and read back by one POST, carried out by the next, like the answer itself."""
    sealed = unseal("reply", request.POST.get("sealed", ""), link) if request.POST["do"] == "send-reply" else None
    wanted = sealed["correction"] if sealed else request.POST.get("correction", "")
    found = thread(link)
    proposal = next((each for each in found if str(each.correction.pk) == str(wanted)), None)
    form = ReplyForm(sealed["data"] if sealed else request.POST, prefix=f"reply-{wanted}")
    if proposal is None or is_closed(link):
        return closed_page(request, link, typed=form.typed(), status=CONFLICT)
    proposal.reply = form
    if not form.is_valid():
        return _page(request, link, found, form)
    if sealed is None:
        data = {form[name].html_name: form[name].data for name in form.fields}
        sealed_now = seal("reply", link, correction=proposal.correction.pk, data=data)
        context = said.about(link) | {"form": form, "proposal": proposal, "sealed": sealed_now}
        return render(request, "partnerships/link_check_reply.html", context)
    try:
        _carry_out(proposal.correction, form, link)
    except CannotDecide as error:
        form.add_error(None, str(error))
        return _page(request, link, found, form, CONFLICT)
    return redirect(f"{request.path}?replied={proposal.correction.pk}")


def _carry_out(correction: Correction, form: ReplyForm, link: SideLink) -> None:
    given = form.cleaned_data
    speaker = Speaker(name=given["name"], title=given["job_title"], link=link)
    if given["what"] == ReplyForm.WITHDRAW:
        withdraw_correction(correction=correction, speaker=speaker)
    else:
        discuss_by_link(correction, given["text"], speaker)


def _page(
    request: HttpRequest, link: SideLink, found: list[Proposal], form: ReplyForm, status: int = 200
) -> HttpResponse:
    context = said.about(link) | {"thread": found, "form": form}
    return render(request, "partnerships/link_reply.html", context, status=status)
