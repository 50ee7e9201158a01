"""The results of one partnership, and its framework."""

from django.urls import path

from results.views import framework_indicators, framework_periods, framework_results, frameworks, partnership

FRAMEWORK = "partnerships/<slug:slug>/framework/"
INDICATOR = "partnerships/<slug:slug>/indicators/<int:number>/"

patterns = [
    path("partnerships/<slug:slug>/results/", partnership.results, name="partnership"),
    path("partnerships/<slug:slug>/results/export.<slug:format>", partnership.export, name="partnership_export"),
    path(FRAMEWORK, frameworks.framework, name="framework"),
    path(f"{FRAMEWORK}new/", frameworks.begin, name="framework_new"),
    path(f"{FRAMEWORK}edit/", frameworks.words, name="framework_edit"),
    path(f"{FRAMEWORK}results/new/", framework_results.add, name="result_new"),
    path(f"{FRAMEWORK}results/<int:pk>/", framework_results.edit, name="result_edit"),
    path(f"{FRAMEWORK}results/<int:pk>/remove/", framework_results.remove, name="result_remove"),
    path(f"{FRAMEWORK}results/<int:pk>/move/", framework_results.move, name="result_move"),
    path(f"{FRAMEWORK}results/<int:pk>/indicators/new/", framework_indicators.add, name="indicator_new"),
    path(f"{INDICATOR}edit/", framework_indicators.edit, name="indicator_edit"),
    path(f"{INDICATOR}remove/", framework_indicators.remove, name="indicator_remove"),
    path(f"{INDICATOR}move/", framework_indicators.move, name="indicator_move"),
    path(f"{INDICATOR}periods/", framework_periods.periods, name="periods"),
    path(f"{INDICATOR}periods/<int:pk>/parts/", framework_periods.target_parts, name="target_parts"),
]
