"""Pages that are only words: those of the footer, and in debug the gallery of components."""

from django.conf import settings
from django.urls import URLPattern, path
from django.views.generic import TemplateView

from p2pportal.styleguide import StyleGuide


def page(route: str, name: str, **context: str) -> URLPattern:
    view = TemplateView.as_view(template_name=f"pages/{name}.html", extra_context=context)
    return path(route, view, name=name)


page_urls = [
    page("about/", "about"),
    page("privacy/", "privacy"),
    page("accessibility/", "accessibility"),
    page("contact/", "contact", contact_address=settings.SECRETARIAT_EMAIL),
    page("methods/evidence/", "evidence"),
]
if settings.DEBUG:
    page_urls.append(path("styleguide/", StyleGuide.as_view(), name="styleguide"))
