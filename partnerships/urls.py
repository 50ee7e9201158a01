"""Addresses of the register, below /<language>/partnerships/."""

from django.urls import path

from partnerships.views import confirm, detail, directory, exports, parts

app_name = "partnerships"
urlpatterns = [
    path("", directory.PartnershipList.as_view(), name="list"),
    path("export.<slug:format>", exports.export, name="export"),
    path("<slug:slug>/", detail.PartnershipDetail.as_view(), name="detail"),
    path("<slug:slug>/timeline/", detail.PartnershipTimeline.as_view(), name="timeline"),
    path("<slug:slug>/confirm/", confirm.confirm, name="confirm"),
    path("<slug:slug>/withdraw/", confirm.withdraw, name="withdraw"),
    path("<slug:slug>/delete/", confirm.delete, name="delete"),
    path("<slug:slug>/add/<slug:part>/", parts.add, name="add"),
    path("<slug:slug>/documents/<int:pk>/", parts.document, name="document"),
]
