"""Addresses of published files on their way into the register."""

from django.urls import path

from iati.views import bringing, deciding

patterns = [
    path("", bringing.index, name="index"),
    path("sources/<int:pk>/", bringing.source, name="source"),
    path("sources/<int:pk>/fetch/", bringing.fetch, name="fetch"),
    path("sources/<int:pk>/follow/", bringing.follow, name="follow"),
    path("sources/<int:pk>/remove/", bringing.remove, name="remove"),
    path("readings/<int:pk>/", bringing.reading, name="reading"),
    path("readings/<int:pk>/report.json", bringing.report, name="report"),
    path("readings/<int:pk>/choose/", bringing.choose, name="choose"),
    path("readings/<int:pk>/sides/", deciding.sides, name="sides"),
    path("readings/<int:pk>/write/", bringing.write, name="write"),
    path("activities/<int:pk>/", deciding.activity, name="activity"),
    path("activities/<int:pk>/decide/", deciding.decide, name="decide"),
]
