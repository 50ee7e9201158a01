"""The local inbox, in demo mode only."""

from django.urls import path

from mail.views import inbox

app_name = "inbox"
urlpatterns = [
    path("", inbox.inbox_list, name="list"),
    path("<str:key>/", inbox.inbox_message, name="message"),
    path("<str:key>/html", inbox.inbox_html, name="html"),
]
