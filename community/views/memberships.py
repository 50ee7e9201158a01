"""Joining an institution, verifying colleagues, leaving."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community import permissions, services
from community.estates import held_by
from community.forms import JoinForm, LeavingForm
from community.models import Institution, Membership
from core.pagination import paginate
from core.permissions import require

PAGE_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def join(request, slug):
    institution = get_object_or_404(Institution.objects.visible_to(request.user), slug=slug)
    require(permissions.can_ask_to_join, request.user, institution)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.request_membership(institution=institution, by=request.user, **form.cleaned_data)
        except services.CannotJoin as error:
            messages.info(request, str(error))
        else:
            messages.success(request, _("Your request was sent. You will be told by mail what was decided."))
        return redirect("community:memberships")
    return render(request, "community/membership_form.html", {"form": form, "institution": institution})


@require_safe
@login_required
def own(request):
    """Where one belongs or asked to, and the requests one may decide."""
    context = {
        "memberships": Membership.objects.filter(user=request.user).for_listing().order_by("-created_at"),
        "to_decide": paginate(
            Membership.objects.decidable_by(request.user).for_listing(),
            keys=["pk"],
            size=PAGE_SIZE,
            after=request.GET.get("after"),
        ),
        "is_secretariat": permissions.is_secretariat(request.user),
    }
    return render(request, "community/membership_own.html", context)


@require_safe
@login_required
def members(request, slug):
    """Requests and members of one institution; nobody else learns that there are any."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user), slug=slug)
    if not permissions.can_manage_members(request.user, institution):
        raise Http404
    of_institution = Membership.objects.of(institution).for_listing()
    context = {
        "institution": institution,
        "requests": of_institution.requested(),
        "members": paginate(
            of_institution.active(), keys=["role", "pk"], size=PAGE_SIZE, after=request.GET.get("after")
        ),
    }
    return render(request, "community/membership_list.html", context)


@require_POST
@login_required
def verify(request, pk):
    return _decide(request, pk, services.verify_membership, permissions.can_decide, _("Verified."))


@require_POST
@login_required
def decline(request, pk):
    return _decide(request, pk, services.decline_membership, permissions.can_decide, _("Declined."))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request, pk):
    """What the person holds there, and who takes it; then the end."""
    visible = Membership.objects.visible_to(request.user).select_related("institution", "user")
    membership = get_object_or_404(visible, pk=pk)
    require(permissions.can_end, request.user, membership)
    is_own = membership.user_id == request.user.pk
    is_active = membership.status == Membership.Status.ACTIVE
    held = held_by(membership.user, membership.institution) if is_active else []
    form = None
    if held:
        colleagues = Membership.objects.colleagues_of(membership, request.user)
        form = LeavingForm(request.POST if request.method == "POST" else None, colleagues=colleagues)
    if not membership.is_open:
        messages.info(request, _("This membership has ended already."))
        return _back(request, membership)
    if request.method == "POST" and (form is None or form.is_valid()):
        to = form.cleaned_data["to"] if form else None
        done = _("You have left.") if is_own and is_active else _("Ended.")
        return _decide(request, pk, services.end_membership, permissions.can_end, done, to=to)
    context = {"membership": membership, "held": held, "form": form, "is_own": is_own}
    return render(request, "community/membership_end.html", context)


@require_POST
@login_required
def change_role(request, pk):
    role = request.POST.get("role", "")
    if role not in Membership.Role.values:
        raise Http404
    return _decide(
        request, pk, services.change_member_role, permissions.can_change_member, _("The role was changed."), role=role
    )


def _decide(request, pk: int, service: Any, may: Any, done: str, **facts: Any):
    """Do it if one may, say so, and go back to the list one came from."""
    visible = Membership.objects.visible_to(request.user).select_related("institution", "user")
    membership = get_object_or_404(visible, pk=pk)
    require(may, request.user, membership)
    try:
        service(membership=membership, by=request.user, **facts)
    except (services.CannotDecide, services.CannotHandOver) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return _back(request, membership)


def _back(request, membership: Membership):
    if membership.user_id == request.user.pk or request.POST.get("back") == "own":
        return redirect("community:memberships")
    return redirect("community:members", membership.institution.slug)
