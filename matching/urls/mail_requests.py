"""Addresses of requests by mail."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
