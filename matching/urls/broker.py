"""Addresses of the broker's desk."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
