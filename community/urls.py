"""Addresses of people and places, below /<language>/."""

from django.urls import path

from community.views import institutions

app_name = "community"
urlpatterns = [
    path("institutions/", institutions.InstitutionList.as_view(), name="institutions"),
    path("institutions/<slug:slug>/", institutions.InstitutionDetail.as_view(), name="institution"),
    path("countries/<str:iso2>/", institutions.CountryDetail.as_view(), name="country"),
]
