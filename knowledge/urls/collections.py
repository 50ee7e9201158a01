"""Addresses of collections, and of what is put into them."""

from django.urls import path

from knowledge.views import collection_editing, collections

patterns: list = [
    path("collections/", collections.collection_list, name="collections"),
    path("collections/new/", collection_editing.add, name="collection_new"),
    path("collections/export.atom", collections.feed, name="collections_feed"),
    path("collections/<slug:slug>/", collections.collection, name="collection"),
    path("collections/<slug:slug>/export.atom", collections.collection_feed, name="collection_feed"),
    path("collections/<slug:slug>/works.<str:form>", collections.works, name="collection_works"),
    path("collections/<slug:slug>/edit/", collection_editing.edit, name="collection_edit"),
    path("collections/<slug:slug>/delete/", collection_editing.delete, name="collection_delete"),
    path("collections/<slug:slug>/add/", collection_editing.add_entry, name="collection_add"),
    path("collections/<slug:slug>/<int:pk>/move/", collection_editing.move, name="collection_move"),
    path("collections/<slug:slug>/<int:pk>/take-out/", collection_editing.take_out, name="collection_take_out"),
    path("pieces/<slug:slug>/collections/", collection_editing.collect, name="collect"),
]
