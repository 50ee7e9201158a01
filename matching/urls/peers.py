"""Addresses of finding a peer."""

from django.urls import URLPattern, path

from matching.views import peers

patterns: list[URLPattern] = [
    path("peers/", peers.peers, name="peers"),
    path("peers/compare/", peers.compare, name="peers_compare"),
    path("peers/how/", peers.how, name="peers_how"),
]
