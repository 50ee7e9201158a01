"""The local inbox, in demo mode only."""

from django.urls import path

from mail import views

app_name = "mail"
urlpatterns = [
    path("", views.inbox_list, name="inbox"),
    path("<str:key>/", views.inbox_message, name="inbox-message"),
    path("<str:key>/html", views.inbox_html, name="inbox-html"),
]
