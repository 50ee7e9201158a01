"""The front page, and the way to it in the visitor's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.vary import vary_on_headers
from django.views.generic import TemplateView


class Home(TemplateView):
    template_name = "home.html"


@vary_on_headers("Accept-Language", "Cookie")
def to_language(request: HttpRequest) -> HttpResponse:
    """To the front page in the language that the visitor chose last, or else asks for."""
    return redirect(f"/{translation.get_language_from_request(request)}/")
