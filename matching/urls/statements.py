"""Addresses of needs and offers."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
