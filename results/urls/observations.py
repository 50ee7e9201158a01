"""Indicators and what was observed."""

from django.urls import path

from results.views import evidence, indicators, observations, observing, owed, sheets

INDICATOR = "partnerships/<slug:slug>/indicators/<int:number>/"
OBSERVATION = f"{INDICATOR}observations/<int:pk>/"

patterns = [
    path("results/owed/", owed.owed, name="owed"),
    path("results/owed/sheet.<slug:format>", sheets.sheet, name="owed_sheet"),
    path("results/owed/upload/", sheets.upload, name="owed_upload"),
    path(INDICATOR, indicators.detail, name="indicator"),
    path(f"{INDICATOR}observations/new/", observations.new, name="observation_new"),
    path(OBSERVATION, observing.detail, name="observation"),
    path(f"{OBSERVATION}edit/", observations.edit, name="observation_edit"),
    path(f"{OBSERVATION}correct/", observations.correct, name="observation_correct"),
    path(f"{OBSERVATION}remove/", observations.remove, name="observation_remove"),
    path(f"{OBSERVATION}submit/", observing.submit, name="observation_submit"),
    path(f"{OBSERVATION}approve/", observing.approve, name="observation_approve"),
    path(f"{OBSERVATION}return/", observing.give_back, name="observation_return"),
    path(f"{OBSERVATION}evidence/", evidence.add_to_observation, name="observation_evidence"),
]
