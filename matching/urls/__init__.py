"""Addresses of matching, below /<language>/: peers/, needs/, offers/, introductions/ and broker/."""

from matching.urls import broker, introductions, mail_requests, peers, statements

app_name = "matching"
urlpatterns = [
    *peers.patterns,
    *mail_requests.patterns,
    *statements.patterns,
    *introductions.patterns,
    *broker.patterns,
]
