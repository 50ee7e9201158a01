"""What others say to an outcome."""

from django.urls import path

from results.views import acts, asking_partner, substantiating

OUTCOME = "partnerships/<slug:slug>/outcomes/<int:number>"
patterns = [
    path(f"{OUTCOME}/say/", acts.say, name="say"),
    path(f"{OUTCOME}/ask/", acts.ask, name="ask_outsider"),
    path(f"{OUTCOME}/ask-partner/", asking_partner.ask, name="ask_partner"),
    path("results/answer/<str:token>/", substantiating.substantiate, name="substantiate"),
]
