"""Addresses of people and places, below /<language>/."""

from django.urls import path

from community.views import (
    answering,
    exports,
    following,
    institution_forms,
    institutions,
    invitations,
    memberships,
    people,
    reports,
)

app_name = "community"
urlpatterns = [
    path("institutions/", institutions.InstitutionList.as_view(), name="institutions"),
    path("institutions/export.csv", exports.as_csv, name="institutions-csv"),
    path("institutions/export.json", exports.as_json, name="institutions-json"),
    path("institutions/export.atom", exports.as_feed, name="institutions-feed"),
    path("institutions/suggest/", institutions.suggest, name="suggest"),
    path("institutions/new/", institution_forms.create, name="institution-create"),
    path("institutions/<slug:slug>/", institutions.InstitutionDetail.as_view(), name="institution"),
    path("institutions/<slug:slug>/edit/", institution_forms.edit, name="institution-edit"),
    path("institutions/<slug:slug>/delete/", institution_forms.delete, name="institution-delete"),
    path("institutions/<slug:slug>/resource-centre/", institution_forms.resource_centre, name="resource-centre"),
    path("institutions/<slug:slug>/join/", memberships.join, name="join"),
    path("institutions/<slug:slug>/members/", memberships.members, name="members"),
    path("institutions/<slug:slug>/invitations/", invitations.invitations, name="invitations"),
    path("invitations/<int:pk>/send/", invitations.send_anew, name="invitation-send"),
    path("invitations/<int:pk>/withdraw/", invitations.withdraw, name="invitation-withdraw"),
    path("invitations/<str:token>/", answering.invitation, name="invitation"),
    path("invitations/<str:token>/accept/", answering.accept, name="invitation-accept"),
    path("invitations/<str:token>/decline/", answering.decline, name="invitation-decline"),
    path("memberships/<int:pk>/verify/", memberships.verify, name="membership-verify"),
    path("memberships/<int:pk>/decline/", memberships.decline, name="membership-decline"),
    path("memberships/<int:pk>/end/", memberships.end, name="membership-end"),
    path("memberships/<int:pk>/role/", memberships.change_role, name="membership-role"),
    path("countries/<str:iso2>/", institutions.CountryDetail.as_view(), name="country"),
    path("me/", people.me, name="me"),
    path("me/memberships/", memberships.own, name="memberships"),
    path("me/export.json", people.export, name="me-export"),
    path("me/erase/", people.erase, name="me-erase"),
    path("people/<int:pk>/", people.person, name="person"),
    path("follow/", following.follow, name="follow"),
    path("unfollow/", following.unfollow, name="unfollow"),
    path("report/", reports.report, name="report"),
    path("reports/", reports.problems, name="problems"),
    path("reports/<int:pk>/", reports.problem, name="problem"),
]
