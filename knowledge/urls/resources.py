"""Addresses of the library: resources, their import and export, and what is said about them."""

from django.urls import path

from knowledge.views import library, resources, said

patterns = [
    path("resources/", resources.ResourceList.as_view(), name="resources"),
    path("resources/new/", library.suggest, name="resource_new"),
    path("resources/import/", library.bring, name="resource_import"),
    path("resources/doubles/", library.doubled, name="resource_doubles"),
    path("resources/export.atom", resources.feed, name="resources_feed"),
    path("resources/export.<str:form>", resources.export, name="resource_export"),
    path("resources/<slug:slug>/", resources.resource, name="resource"),
    path("resources/<slug:slug>/cite.<str:form>", resources.cite, name="resource_cite"),
    path("resources/<slug:slug>/merge/<slug:other>/", library.merge, name="resource_merge"),
    path("resources/<slug:slug>/recommendations/new/", said.recommendation, name="recommendation_new"),
    path("resources/<slug:slug>/recommendations/<int:number>/", said.recommendation, name="recommendation_edit"),
    path("evidence/findings/<int:pk>/note/", said.note, name="finding_note"),
    path("evidence/notes/<int:pk>/remove/", said.take_note_away, name="finding_note_remove"),
]
