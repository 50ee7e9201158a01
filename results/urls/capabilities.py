"""Capabilities before and after."""

from django.urls import path

from results.views import capabilities, rating

BASE = "partnerships/<slug:slug>/capabilities"
patterns = [
    path(f"{BASE}/", capabilities.capabilities, name="capabilities"),
    path(f"{BASE}/new/", capabilities.new, name="capability_new"),
    path(f"{BASE}/<int:pk>/edit/", capabilities.edit, name="capability_edit"),
    path(f"{BASE}/<int:pk>/rate/", rating.rate, name="capability_rate"),
    path(f"{BASE}/<int:pk>/remove/", capabilities.remove, name="capability_remove"),
]
