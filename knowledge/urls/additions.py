"""Addresses of what readers and translators add to a piece, of critical junctures, and of drafts made from events."""

from django.urls import path

from knowledge.views import drafting, junctures, taking_along, translations, uptakes

patterns: list = [
    path("junctures/", junctures.juncture_list, name="junctures"),
    path("junctures/<int:pk>/", junctures.juncture, name="juncture"),
    path("pieces/<slug:slug>/text.txt", taking_along.text, name="piece_text"),
    path("pieces/<slug:slug>/tried/", uptakes.tell, name="uptake"),
    path("pieces/<slug:slug>/tried/<int:pk>/hide/", uptakes.hide, name="uptake_hide"),
    path("pieces/<slug:slug>/translations/", translations.translations, name="translations"),
    path("pieces/<slug:slug>/translations/<slug:language>/", translations.edit, name="translate"),
    path(
        "pieces/<slug:slug>/translations/<slug:language>/delete/",
        translations.delete,
        name="translation_delete",
    ),
    path("presentations/<int:pk>/story/", drafting.from_presentation, name="story_from_presentation"),
    path("notes/<int:pk>/challenge/", drafting.from_note, name="challenge_from_note"),
]
