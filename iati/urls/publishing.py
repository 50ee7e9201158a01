"""Addresses of the register as an IATI publication."""

from django.urls import path

from iati.views import publishing

patterns = [
    path("vocabulary/", publishing.words, name="vocabulary"),
    path("vocabulary.json", publishing.words_json, name="vocabulary_json"),
]
