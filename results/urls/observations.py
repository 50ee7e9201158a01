"""Indicators and what was observed."""

from django.urls import path

from results.views import indicators

patterns = [
    path("partnerships/<slug:slug>/indicators/<int:number>/", indicators.detail, name="indicator"),
]
