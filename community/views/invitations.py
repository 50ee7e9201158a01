"""Inviting colleagues, and what became of each invitation."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community import permissions, services
from community.forms import InviteForm
from community.models import Institution, Invitation
from core.pagination import paginate
from core.permissions import require

PAGE_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invitations(request, slug):
    """The list, and the form for more; nobody else learns whether there are any."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user), slug=slug)
    if not permissions.can_invite(request.user, institution):
        raise Http404
    if request.method != "POST":
        initial = {"language": get_language(), "next_path": request.GET.get("next", "")}
        return _page(request, institution, InviteForm(initial=initial, institution=institution))
    form = InviteForm(request.POST, request.FILES, institution=institution, also=request.POST.getlist("also"))
    if not form.is_valid():
        return _page(request, institution, form)

    wanted = {name: form.cleaned_data[name] for name in ("role", "language", "next_path")}
    invited = services.invite(institution=institution, addresses=form.sendable, by=request.user, **wanted)
    if count := len(invited.sent):
        sent = ngettext("%(n)d invitation is on its way.", "%(n)d invitations are on their way.", count)
        messages.success(request, sent % {"n": count})
    left = form.left_over(invited.refused)
    if not left and not form.strangers:
        return redirect("community:invitations", institution.slug)
    return _page(request, institution, form.again(left), left=left, strangers=form.strangers)


@require_POST
@login_required
def send_anew(request, pk):
    return _change(request, pk, services.send_anew, _("The invitation is on its way again."))


@require_POST
@login_required
def withdraw(request, pk):
    return _change(request, pk, services.withdraw_invitation, _("Withdrawn. The link in the mail no longer works."))


def _change(request, pk: int, service: Any, done: str):
    visible = Invitation.objects.visible_to(request.user).select_related("institution")
    invitation = get_object_or_404(visible, pk=pk)
    require(permissions.can_change_invitation, request.user, invitation)
    try:
        service(invitation=invitation, by=request.user)
    except services.CannotInvite as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("community:invitations", invitation.institution.slug)


def _page(request, institution: Institution, form: InviteForm, **more: Any):
    of_institution = Invitation.objects.visible_to(request.user).of(institution).for_listing()
    page = paginate(of_institution, keys=["-pk"], size=PAGE_SIZE, after=request.GET.get("after"))
    context = {"institution": institution, "form": form, "page": page} | more
    return render(request, "community/invitation_list.html", context)
