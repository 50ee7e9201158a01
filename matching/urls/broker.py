"""Addresses of the broker's desk."""

from django.urls import URLPattern, path

from matching.views import broker, weights

patterns: list[URLPattern] = [
    path("broker/", broker.desk, name="broker"),
    path("broker/<int:pk>/next/", broker.next_step, name="broker_next"),
    path("broker/<int:pk>/owner/", broker.owner, name="broker_owner"),
    path("broker/<int:pk>/time/", broker.time, name="broker_time"),
    path("broker/<int:pk>/demand/", broker.demand, name="broker_demand"),
    path("broker/reasons/", broker.reasons_page, name="broker_reasons"),
    path("broker/reasons.csv", broker.reasons_csv, name="broker_reasons_csv"),
    path("broker/weights/", weights.versions, name="weights"),
]
