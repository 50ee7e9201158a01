"""Addresses of the API, below /api/v1/."""

from django.urls import path, re_path

from p2pportal.api import pages
from p2pportal.api.root import api

app_name = "api"
urlpatterns = [
    path("", pages.index, name="api-root"),
    path("openapi.json", pages.document, name="openapi"),
    path("docs", pages.docs, name="docs"),
    path("docs/", pages.docs),
    *api.patterns(),
    re_path("", pages.nothing),  # what comes here is no page, in debug mode neither
]
