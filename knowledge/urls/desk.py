"""Addresses of the desk, of what is done there with several texts, and of a text as its readers will have it."""

from django.urls import path

from knowledge.views import desk, desk_together, previewing

patterns: list = [
    path("desk/", desk.desk, name="desk"),
    path("desk/<str:act>/", desk_together.together, name="desk_together"),
    path("pieces/<slug:slug>/preview/", previewing.preview, name="preview"),
]
