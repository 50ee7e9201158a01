from django.urls import path

from events.views import groups, notes, placing

patterns = [
    path("<slug:slug>/groups/", groups.groups, name="groups"),
    path("<slug:slug>/groups/new/", groups.add, name="add_group"),
    path("<slug:slug>/groups/make/", placing.allocate, name="make_groups"),
    path("<slug:slug>/groups/rest/", placing.rest, name="place_rest"),
    path("<slug:slug>/groups/people/", placing.by_hand, name="place_by_hand"),
    path("<slug:slug>/groups/<int:pk>/", notes.group, name="group"),
    path("<slug:slug>/groups/<int:pk>/edit/", groups.edit, name="edit_group"),
    path("<slug:slug>/groups/<int:pk>/move/", groups.move, name="move_group"),
    path("<slug:slug>/groups/<int:pk>/remove/", groups.remove, name="remove_group"),
    path("<slug:slug>/groups/<int:pk>/notes/", notes.save, name="save_notes"),
    path("<slug:slug>/groups/<int:pk>/notes/export/", notes.export, name="export_notes"),
    path("<slug:slug>/groups/<int:pk>/notes/<int:note>/delete/", notes.delete, name="delete_notes"),
]
