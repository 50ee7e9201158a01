from django.urls import path

from knowledge.models.choices import Kind
from knowledge.views import unsaved, wordings, writing

patterns: list = [
    path("stories/new/", writing.start, {"kind": Kind.STORY.value}, name="story_new"),
    path("methods/new/", writing.start, {"kind": Kind.METHOD.value}, name="method_new"),
    path("challenges/new/", writing.start, {"kind": Kind.CHALLENGE.value}, name="challenge_new"),
    path("pieces/<slug:slug>/edit/", writing.edit, name="edit"),
    path("pieces/<slug:slug>/unsaved/", unsaved.unsaved, name="unsaved"),
    path("pieces/<slug:slug>/wordings/", wordings.wordings, name="revisions"),
]
