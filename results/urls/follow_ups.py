"""What became of outcomes."""

from django.urls import path

from results.views import follow_ups

patterns = [
    path("partnerships/<slug:slug>/follow-ups/<int:years>/", follow_ups.follow_up, name="follow_up"),
]
