"""What a signed link shows once it answers no longer: why, what was said by it, and how to get a new one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.models import Visibility
from partnerships import said
from partnerships.asking import links
from partnerships.forms.links import SendAnewForm
from partnerships.models import MailedLink, SideLink
from partnerships.proposals import proposals
from partnerships.services.answering import said_by_side

CONFLICT = 409


def is_closed(link: SideLink) -> bool:
    return bool(link.answered_at or link.replaced_at or link.has_ended)


def closed_page(
    request: HttpRequest,
    link: SideLink,
    *,
    renew: SendAnewForm | None = None,
    typed: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`typed` is what somebody wrote who came too late: it stays on the page, to be copied or sent by a new link."""
    context = said.about(link) | {
        "why": why_closed(link),
        "said": said_by_side(link),
        "proposals": proposals(link.corrections.select_related("institution").prefetch_related("remarks__institution")),
        "typed": typed or [],
        "renew": renew or SendAnewForm(),
        "masked": said.masked(link.address),
        "was_sent_anew": "sent" in request.GET,
        # What is for the parties is no longer told by a link that has ended; what was said by it is.
        "tells_record": link.kind == SideLink.Kind.CONFIRM
        and (not link.has_ended or link.partnership.visibility == Visibility.PUBLIC),
    }
    return render(request, "partnerships/link_closed.html", context, status=status)


def send_anew(request: HttpRequest, link: SideLink) -> HttpResponse:
    """A new link, to the address the first was sent to and no other."""
    form = SendAnewForm(request.POST)
    if form.is_valid():
        try:
            links.renew_link(link=link)
        except links.CannotSend as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{request.path}?sent=1")
    return closed_page(request, link, renew=form, status=CONFLICT)


def why_closed(link: MailedLink) -> str:
    if link.answered_at:
        return _("This link has been used. It stays readable.")
    if link.replaced_at:
        return _("A newer link was sent in the place of this one. Look for the newer mail.")
    return _("This link has ended. Links are good for sixty days.")
