"""The front page, and the way to it in the visitor's language."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import translation
from django.views.decorators.vary import vary_on_headers
from django.views.generic import TemplateView

from events.times import zone_of
from p2pportal.told import home_told
from p2pportal.upcoming import home_events
from partnerships.cards import cards, printed
from partnerships.models import Partnership
from partnerships.overview import overview


class Home(TemplateView):
    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = printed(Partnership.objects.public().real())[:3]
        return super().get_context_data(**kwargs) | {
            "overview": overview(),
            "latest": cards(list(latest)),
            "told": home_told(),
            "events": home_events(),
            "zone": zone_of(self.request),
        }


@vary_on_headers("Accept-Language", "Cookie")
def to_language(request: HttpRequest) -> HttpResponse:
    """To the front page in the language that the visitor chose last, or else asks for."""
    return redirect(f"/{translation.get_language_from_request(request)}/")


def to_icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address on pages that name no icon, such as those of the admin."""
    return redirect(static("favicon.svg"))
