"""Addresses of requests by mail: the form below the peer, and what the signed link opens."""

from django.urls import URLPattern, path

from matching.views import mail_requests as views

patterns: list[URLPattern] = [
    path("peers/<slug:slug>/ask/", views.ask, name="ask_by_mail"),
    path("peers/<slug:slug>/ask/sent/", views.sent, name="ask_by_mail_sent"),
    path("introductions/by-mail/<str:token>/", views.mail_request, name="mail_request"),
    path("introductions/by-mail/<str:token>/confirm/", views.confirm, name="mail_request_confirm"),
    path("introductions/by-mail/<str:token>/accept/", views.accept, name="mail_request_accept"),
    path("introductions/by-mail/<str:token>/withdraw/", views.withdraw, name="mail_request_withdraw"),
    path("introductions/by-mail/<str:token>/exit/", views.leave, name="mail_request_exit"),
    path("introductions/by-mail/<str:token>/messages/", views.message, name="mail_request_message"),
]
