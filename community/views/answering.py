"""What the link in an invitation opens: who asks, to what, and two answers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community import services
from community.emails import sender_name
from community.forms import DeclineForm
from community.invitation_links import invitation_behind
from community.landing import in_own_language
from community.models import Invitation
from core.signed_links import BadLink


@never_cache
@require_safe
def invitation(request, token):
    """For whoever has the link; looking changes nothing, however often and by whatever program."""
    try:
        found = invitation_behind(token)
    except BadLink:
        return render(request, "community/invitation_unknown.html", status=404)
    user = request.user
    context = {
        "invitation": found,
        "token": token,
        "sender": sender_name(found),
        "is_addressed": user.is_authenticated and services.is_addressed_to(found, user),
        "is_member": user.is_authenticated and found.institution_id in user.institution_ids,
        "leads_to": in_own_language(found.leads_to),
    }
    return render(request, "community/invitation_detail.html", context)


@require_POST
def accept(request, token):
    found = _behind(token)
    if not request.user.is_authenticated:
        return redirect("community:invitation", token)
    try:
        services.accept_invitation(invitation=found, by=request.user)
    except services.CannotAccept as error:
        messages.error(request, str(error))
        return redirect("community:invitation", token)
    messages.success(request, _("You now belong to %(institution)s.") % {"institution": found.institution.name})
    return redirect(in_own_language(found.leads_to))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request, token):
    """Without an account, and with a tick: a program that presses every button declines nothing."""
    found = _behind(token)
    if not found.is_open:
        return redirect("community:invitation", token)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.decline_invitation(invitation=found)
        messages.success(request, _("You have declined. Nothing more will come from this invitation."))
        return redirect("community:invitation", token)
    return render(request, "community/invitation_decline.html", {"invitation": found, "token": token, "form": form})


def _behind(token: str) -> Invitation:
    try:
        return invitation_behind(token)
    except BadLink:
        raise Http404 from None
