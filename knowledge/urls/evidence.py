"""Addresses of the evidence map with its findings, and of the board of open questions."""

from django.urls import path

from knowledge.views import evidence, findings, question_editing, questions

patterns = [
    path("evidence/", evidence.EvidencePage.as_view(), name="evidence"),
    path("evidence/not-known/", evidence.not_known, name="evidence_unknown"),
    path("evidence/findings.csv", evidence.export, name="evidence_export"),
    path("evidence/findings.atom", evidence.feed, name="findings_feed"),
    path("evidence/findings/new/", findings.add, name="finding_new"),
    path("evidence/findings/<int:pk>/", findings.finding, name="finding"),
    path("evidence/findings/<int:pk>/edit/", findings.edit, name="finding_edit"),
    path("evidence/findings/<int:pk>/delete/", findings.delete, name="finding_delete"),
    path("evidence/<slug:condition>/<slug:outcome>/", evidence.cell, name="evidence_cell"),
    path("questions/", questions.QuestionBoard.as_view(), name="questions"),
    path("questions/export.csv", questions.export, name="questions_export"),
    path("questions/export.atom", questions.feed, name="questions_feed"),
    path("questions/new/", question_editing.add, name="question_new"),
    path("questions/<slug:slug>/", questions.question, name="question"),
    path("questions/<slug:slug>/edit/", question_editing.edit, name="question_edit"),
    path("questions/<slug:slug>/review/", question_editing.review, name="question_review"),
    path("questions/<slug:slug>/board/", question_editing.board, name="question_board"),
    path("questions/<slug:slug>/delete/", question_editing.delete, name="question_delete"),
    path("questions/<slug:slug>/evidence/add/", question_editing.add_evidence, name="question_evidence"),
    path(
        "questions/<slug:slug>/evidence/<int:pk>/remove/",
        question_editing.remove_evidence,
        name="question_evidence_remove",
    ),
]
