"""What became of outcomes."""

from django.urls import path

from results.views import follow_up_links, follow_ups

patterns = [
    path("partnerships/<slug:slug>/follow-ups/<int:years>/", follow_ups.follow_up, name="follow_up"),
    path("results/follow-up/<str:token>/", follow_up_links.by_link, name="follow_up_by_link"),
]
