"""The results of one partnership, and its framework."""

from django.urls import path

from results.views import partnership

patterns = [
    path("partnerships/<slug:slug>/results/", partnership.results, name="partnership"),
]
