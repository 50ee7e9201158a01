"""Addresses of finding a peer."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
