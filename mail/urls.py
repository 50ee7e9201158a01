"""The page of a reader's choices; the link in the mail is the proof, so there is no log-in before it."""

from django.urls import path

from mail.views import choices

app_name = "mail"
urlpatterns = [path("<str:token>/", choices.choices, name="choices")]
