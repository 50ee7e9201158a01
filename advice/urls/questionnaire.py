"""Addresses of the questionnaire and what it advised."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
