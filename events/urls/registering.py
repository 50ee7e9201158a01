from django.urls import URLPattern, path

from events.views import inviting, own_registration, participants, registering, registrations

patterns: list[URLPattern] = [
    path("registration/<str:token>/", own_registration.by_link, name="registration"),
    path("registration/<str:token>/confirm/", own_registration.confirm, name="confirm_registration"),
    path("registration/<str:token>/cancel/", own_registration.cancel, name="cancel_registration"),
    path("<slug:slug>/register/", registering.register_for, name="register"),
    path("<slug:slug>/register/sent/", registering.sent, name="register_sent"),
    path("<slug:slug>/registration/", own_registration.own, name="own_registration"),
    path("<slug:slug>/registration/cancel/", own_registration.own_cancel, name="own_cancel"),
    path("<slug:slug>/registrations/", registrations.registrations, name="registrations"),
    path("<slug:slug>/registrations/add/", registrations.add, name="add_registration"),
    path("<slug:slug>/registrations.csv", registrations.export, name="export_registrations"),
    path("<slug:slug>/registrations/<int:pk>/approve/", registrations.approve, name="approve_registration"),
    path("<slug:slug>/registrations/<int:pk>/decline/", registrations.decline, name="decline_registration"),
    path("<slug:slug>/registrations/<int:pk>/remove/", registrations.remove, name="remove_registration"),
    path("<slug:slug>/participants/", participants.participants, name="participants"),
    path("<slug:slug>/attendance/", participants.attendance, name="attendance"),
    path("<slug:slug>/invite/", inviting.invite, name="invite"),
]
