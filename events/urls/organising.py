from django.urls import path

from events.views import lifecycle, organisers, organising, questions, series

# The fixed words come first: an event's slug is never one of them.
patterns = [
    path("new/", organising.create, name="create"),
    path("series/new/", series.create, name="series_create"),
    path("series/<slug:slug>/", series.series, name="series"),
    path("series/<slug:slug>/edit/", series.edit, name="series_edit"),
    path("<slug:slug>/edit/", organising.edit, name="edit"),
    path("<slug:slug>/manage/", organising.manage, name="manage"),
    path("<slug:slug>/copy/", lifecycle.clone, name="clone"),
    path("<slug:slug>/publish/", lifecycle.publish, name="publish"),
    path("<slug:slug>/move/", lifecycle.move, name="move"),
    path("<slug:slug>/cancel/", lifecycle.cancel, name="cancel"),
    path("<slug:slug>/held/", lifecycle.mark_held, name="mark_held"),
    path("<slug:slug>/delete/", lifecycle.delete, name="delete"),
    path("<slug:slug>/organisers/", organisers.organisers, name="organisers"),
    path("<slug:slug>/organisers/<int:pk>/remove/", organisers.remove, name="remove_organiser"),
    path("<slug:slug>/questions/", questions.questions, name="questions"),
    path("<slug:slug>/questions/carry-over/", questions.carry_over, name="carry_over"),
    path("<slug:slug>/questions/<int:pk>/", questions.edit_question, name="edit_question"),
    path("<slug:slug>/questions/<int:pk>/move/", questions.move_question, name="move_question"),
    path("<slug:slug>/questions/<int:pk>/remove/", questions.remove_question, name="remove_question"),
]
