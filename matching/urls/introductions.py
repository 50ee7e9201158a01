"""Addresses of introductions."""

from django.urls import URLPattern, path

from matching.views import introductions, introductions_begun, introductions_closed, introductions_left

patterns: list[URLPattern] = [
    path("introductions/", introductions.listing, name="introductions"),
    path("introductions/<int:pk>/", introductions.detail, name="introduction"),
    path("introductions/<int:pk>/accept/", introductions.accept, name="introduction_accept"),
    path("introductions/<int:pk>/decline/", introductions.decline, name="introduction_decline"),
    path("introductions/<int:pk>/take/", introductions.take, name="introduction_take"),
    path("introductions/<int:pk>/send/", introductions.send, name="introduction_send"),
    path("introductions/<int:pk>/close/", introductions_closed.close, name="introduction_close"),
    path("introductions/<int:pk>/exit/", introductions_left.leave, name="introduction_exit"),
    path("introductions/<int:pk>/messages/", introductions.message, name="introduction_message"),
    path("needs/<int:pk>/introductions/<slug:slug>/", introductions_begun.ask, name="introduction_ask"),
    path("offers/<int:pk>/introductions/", introductions_begun.answer_need, name="introduction_offer"),
]
