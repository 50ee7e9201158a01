"""Addresses of introductions."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
