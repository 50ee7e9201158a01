from django.urls import URLPattern, path

from events.views import agenda

patterns: list[URLPattern] = [
    path("<slug:slug>/agenda/", agenda.agenda, name="agenda"),
    path("<slug:slug>/agenda/<int:pk>/", agenda.edit, name="agenda_item"),
    path("<slug:slug>/agenda/<int:pk>/remove/", agenda.remove, name="agenda_item_remove"),
]
