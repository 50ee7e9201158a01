"""Addresses of published files on their way into the register."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
