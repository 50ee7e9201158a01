"""In which zone a reader without an account wants to read times; with one, the profile says it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from community.landing import local_path
from events.forms.zones import ZoneForm
from events.times import COOKIE, zone_of

A_YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
def time_zone(request: HttpRequest) -> HttpResponse:
    """Choose a zone, remembered in a cookie; then back to the page one came from."""
    if request.user.is_authenticated:
        return redirect("community:me")
    form = ZoneForm(request.POST or None, initial={"time_zone": zone_of(request).key})
    back = _back(request.POST.get("next") or request.GET.get("next") or "")
    if not form.is_valid():
        return render(request, "events/time_zone.html", {"form": form, "back": back})
    answer = redirect(back)
    answer.set_cookie(
        COOKIE,
        form.cleaned_data["time_zone"],
        max_age=A_YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _back(path: str) -> str:
    """A page of the portal, never another site."""
    try:
        return local_path(path)
    except ValidationError:
        return reverse("events:list")
