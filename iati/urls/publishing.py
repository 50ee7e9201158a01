"""Addresses of the register as an IATI publication."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
