"""The front page, and the way to it in the visitor's language."""

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.vary import vary_on_headers
from django.views.generic import TemplateView

from events.times import zone_of
from p2pportal.told import home_told
from p2pportal.upcoming import home_events
from partnerships.cards import cards, printed
from partnerships.models import Partnership
from partnerships.overview import overview

SECONDS_KEPT = 10  # in each process; what is taken down is gone from here as soon
_kept: dict[str, tuple[float, dict[str, Any]]] = {}


class Home(TemplateView):
    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"overview": overview(), "zone": zone_of(self.request)} | _lists()


def _lists() -> dict[str, Any]:
    """The latest of the register, of stories and of events: the same for everybody who reads the same language."""
    language = get_language() or settings.LANGUAGE_CODE
    at, lists = _kept.get(language, (0.0, {}))
    if not lists or time.monotonic() - at >= SECONDS_KEPT:
        latest = printed(Partnership.objects.public().real())[:3]
        lists = {"latest": cards(list(latest)), "told": home_told(), "events": home_events()}
        _kept[language] = (time.monotonic(), lists)
    return lists


@vary_on_headers("Accept-Language", "Cookie")
def to_language(request: HttpRequest) -> HttpResponse:
    """To the front page in the language that the visitor chose last, or else asks for; who is signed in, to the start."""
    with translation.override(translation.get_language_from_request(request)):
        return redirect("start" if request.user.is_authenticated else "home")


def to_icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address on pages that name no icon, such as those of the admin."""
    return redirect(static("favicon.svg"))
