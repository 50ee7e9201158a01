from django.urls import path

from knowledge.models.choices import Kind
from knowledge.views import attachments, unsaved, wordings, writing

patterns: list = [
    path("stories/new/", writing.start, {"kind": Kind.STORY.value}, name="story_new"),
    path("methods/new/", writing.start, {"kind": Kind.METHOD.value}, name="method_new"),
    path("challenges/new/", writing.start, {"kind": Kind.CHALLENGE.value}, name="challenge_new"),
    path("pieces/<slug:slug>/edit/", writing.edit, name="edit"),
    path("pieces/<slug:slug>/unsaved/", unsaved.unsaved, name="unsaved"),
    path("pieces/<slug:slug>/wordings/", wordings.wordings, name="revisions"),
    path("pieces/<slug:slug>/pictures/new/", attachments.image_add, name="image_add"),
    path("pieces/<slug:slug>/pictures/<int:pk>/", attachments.image, name="image"),
    path("pieces/<slug:slug>/pictures/<int:pk>/<int:width>/", attachments.image, name="image_size"),
    path("pieces/<slug:slug>/pictures/<int:pk>/edit/", attachments.image_edit, name="image_edit"),
    path("pieces/<slug:slug>/pictures/<int:pk>/remove/", attachments.image_remove, name="image_remove"),
    path("pieces/<slug:slug>/files/new/", attachments.file_add, name="file_add"),
    path("pieces/<slug:slug>/files/<int:pk>/", attachments.file, name="file"),
    path("pieces/<slug:slug>/files/<int:pk>/remove/", attachments.file_remove, name="file_remove"),
]
