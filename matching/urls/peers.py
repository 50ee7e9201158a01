"""Addresses of finding a peer."""

from django.urls import URLPattern, path

from matching.views import matches, peers

patterns: list[URLPattern] = [
    path("peers/", peers.peers, name="peers"),
    path("peers/compare/", peers.compare, name="peers_compare"),
    path("peers/how/", peers.how, name="peers_how"),
    path("peers/how/answers.csv", peers.answers_csv, name="answers_csv"),
    path("needs/<int:pk>/peers/", matches.listing, name="matches"),
    path("needs/<int:pk>/peers/propose/", matches.propose, name="match_propose"),
    path("needs/<int:pk>/peers/<int:match>/aside/", matches.set_aside, name="match_aside"),
    path("needs/<int:pk>/peers/<int:match>/back/", matches.take_back, name="match_back"),
    path("needs/<int:pk>/peers/<int:match>/remove/", matches.remove, name="match_remove"),
]
