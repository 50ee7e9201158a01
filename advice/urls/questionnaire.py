"""Addresses of the questionnaire and what it advised."""

from django.urls import URLPattern, path

from advice.views import questionnaire as views

patterns: list[URLPattern] = [
    path("", views.questionnaire, name="advice"),
    path("keep/", views.keep, name="keep"),
    path("kept/", views.listing, name="kept_list"),
    path("kept/<int:pk>/", views.kept, name="kept"),
    path("kept/<int:pk>/came/", views.came, name="came"),
    path("compared/", views.comparison, name="comparison"),
    path("compared.csv", views.comparison_csv, name="comparison_csv"),
]
