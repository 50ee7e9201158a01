"""The front page, and the way to it in the visitor's language."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.vary import vary_on_headers
from django.views.generic import TemplateView

from core.keeping import Kept
from events.times import zone_of
from p2pportal.told import home_told
from p2pportal.upcoming import home_events
from partnerships.cards import cards, printed
from partnerships.models import Partnership
from partnerships.overview import overview

KEPT_FOR = 10.0  # seconds, in each process; what is taken down is gone from here as soon
_kept: Kept[dict[str, Any]] = Kept(KEPT_FOR)


class Home(TemplateView):
    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists = _kept(get_language(), 0, _lists)  # the same for everybody who reads the same language
        return super().get_context_data(**kwargs) | {"overview": overview(), "zone": zone_of(self.request)} | lists


def _lists() -> dict[str, Any]:
    """The latest of the register, of stories and of events."""
    latest = printed(Partnership.objects.public().real())[:3]
    return {"latest": cards(list(latest)), "told": home_told(), "events": home_events()}


@vary_on_headers("Accept-Language", "Cookie")
def to_language(request: HttpRequest) -> HttpResponse:
    """To the front page in the language that the visitor chose last, or else asks for; who is signed in, to the start."""
    with translation.override(translation.get_language_from_request(request)):
        return redirect("start" if request.user.is_authenticated else "home")


def to_icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address on pages that name no icon, such as those of the admin."""
    return redirect(static("favicon.svg"))
