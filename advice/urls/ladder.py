"""Addresses of the ladder from one country to many."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
