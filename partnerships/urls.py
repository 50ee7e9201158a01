"""Addresses of the register, below /<language>/partnerships/."""

from django.urls import path

from partnerships.views import detail, directory

app_name = "partnerships"
urlpatterns = [
    path("", directory.PartnershipList.as_view(), name="list"),
    path("<slug:slug>/", detail.PartnershipDetail.as_view(), name="detail"),
]
