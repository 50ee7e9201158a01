"""Addresses of results, below /<language>/: results/, and what stands below the page of a partnership."""

from results.urls import acts, capabilities, follow_ups, frameworks, observations, outcomes, portfolio

app_name = "results"
urlpatterns = [
    *portfolio.patterns,
    *frameworks.patterns,
    *observations.patterns,
    *outcomes.patterns,
    *acts.patterns,
    *capabilities.patterns,
    *follow_ups.patterns,
]
