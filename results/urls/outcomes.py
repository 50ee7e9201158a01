"""Harvested outcomes, their claims, and what they rest on."""

from django.urls import path

from results.views import claims, evidence, outcomes, wordings

RECORD = "partnerships/<slug:slug>"
OUTCOME = f"{RECORD}/outcomes/<int:number>"
patterns = [
    path(f"{RECORD}/outcomes/new/", outcomes.new, name="outcome_new"),
    path(f"{OUTCOME}/", outcomes.detail, name="outcome"),
    path(f"{OUTCOME}/edit/", outcomes.edit, name="outcome_edit"),
    path(f"{OUTCOME}/remove/", outcomes.remove, name="outcome_remove"),
    path(f"{OUTCOME}/wordings/", wordings.wordings, name="outcome_wordings"),
    path(f"{OUTCOME}/claim/", claims.claim, name="claim"),
    path(f"{OUTCOME}/evidence/", evidence.add_to_outcome, name="evidence_add"),
    path(f"{OUTCOME}/evidence/<int:step>/", evidence.add_to_outcome, name="evidence_add_to_step"),
    path(f"{RECORD}/evidence/<int:pk>/remove/", evidence.remove, name="evidence_remove"),
    path(f"{RECORD}/evidence/<int:pk>/", evidence.download, name="evidence"),
]
