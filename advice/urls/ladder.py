"""Addresses of the ladder from one country to many."""

from django.urls import URLPattern, path

from advice.views import ladder

patterns: list[URLPattern] = [
    path("ladder/", ladder.ladder_page, name="ladder"),
    path("ladder/rung/<slug:rung>/", ladder.rung_page, name="rung"),
    path("ladder/<slug:slug>/", ladder.partnership_page, name="partnership_ladder"),
]
