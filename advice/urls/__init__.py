"""Addresses of advice, below /<language>/advice/."""

from advice.urls import ladder, questionnaire

app_name = "advice"
urlpatterns = [*questionnaire.patterns, *ladder.patterns]
