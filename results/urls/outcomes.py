"""Harvested outcomes."""

from django.urls import path

from results.views import outcomes

patterns = [
    path("partnerships/<slug:slug>/outcomes/<int:number>/", outcomes.detail, name="outcome"),
]
