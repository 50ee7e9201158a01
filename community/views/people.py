"""One's own profile and data, and what others see of a person."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community import languages, permissions, services
from community.forms import EraseForm, ProfileForm
from community.models import Membership, Profile, User
from community.personal_data import personal_data
from mail import services as mail


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def me(request):
    profile = services.profile_of(request.user)
    form = ProfileForm(request.POST or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("community:me")
    context = {
        "form": form,
        "profile": profile,
        "shown_fields": [form[f"{field}_shown_to"] for field in Profile.SHOWN_FIELDS],
        "mail_choices_url": mail.choices_url(request.user.email, language=get_language() or "en"),
        "may_use_tokens": permissions.can_use_api_tokens(request.user),
        "may_read_reports": permissions.can_read_reports(request.user),
        "memberships": Membership.objects.open().filter(user=request.user).for_listing(),
    }
    return render(request, "community/profile_form.html", context)


@require_safe
def person(request, pk):
    """What this person shows to this reader; where that is nothing, there is no such page."""
    user = get_object_or_404(User.objects.active().select_related("profile"), pk=pk)
    profile = getattr(user, "profile", None) or Profile(user=user)
    facts = _facts(profile, request.user)
    if not permissions.can_view_profile(request.user, profile) or not any(facts.values()):
        raise Http404
    return render(request, "community/profile_detail.html", {"profile": profile, "facts": facts})


@require_safe
@login_required
def export(request):
    """Everything the portal holds about the person who asks."""
    response = JsonResponse(personal_data(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required
def erase(request):
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.anonymise(user=request.user, by=request.user)
        except services.CannotChangeRole as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            messages.success(request, _("Your account and your personal data were erased."))
            return redirect("home")
    return render(request, "community/profile_erase.html", {"form": form})


def _facts(profile: Profile, reader: Any) -> dict[str, Any]:
    """The fields that this reader is shown, and only those."""
    values: dict[str, Any] = {
        "name": profile.user.name,
        "job_title": profile.job_title,
        "expertise": list(profile.expertise.names()) if profile.pk else [],
        "languages": languages.names(profile.languages),
        "institutions": list(Membership.objects.active().filter(user=profile.user).for_listing()),
    }
    return {field: value if profile.shows(field, reader) else "" for field, value in values.items()}
