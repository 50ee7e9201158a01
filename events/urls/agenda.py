from django.urls import URLPattern, path

from events.views import agenda, presentations

patterns: list[URLPattern] = [
    path("<slug:slug>/agenda/", agenda.agenda, name="agenda"),
    path("<slug:slug>/agenda/<int:pk>/", agenda.edit, name="agenda_item"),
    path("<slug:slug>/agenda/<int:pk>/remove/", agenda.remove, name="agenda_item_remove"),
    path("<slug:slug>/agenda/<int:pk>/presentations/new/", presentations.add, name="presentation_add"),
    path("<slug:slug>/presentations/<int:pk>/", presentations.show, name="presentation"),
    path("<slug:slug>/presentations/<int:pk>/edit/", presentations.edit, name="presentation_edit"),
    path("<slug:slug>/presentations/<int:pk>/remove/", presentations.remove, name="presentation_remove"),
    path("<slug:slug>/presentations/<int:pk>/files/new/", presentations.file_add, name="presentation_file_add"),
    path("<slug:slug>/files/<int:pk>/", presentations.download, name="presentation_file"),
    path("<slug:slug>/files/<int:pk>/remove/", presentations.file_remove, name="presentation_file_remove"),
]
