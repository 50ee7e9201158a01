"""Forms for what is added to a record over its life, by the name that addresses call a part by."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.forms.parts.base import PartForm, two_wordings
from partnerships.forms.parts.changes import AdaptationForm, RepurposingForm
from partnerships.forms.parts.exchanges import ActivityForm, LearningEntryForm
from partnerships.forms.parts.papers import ContactForm, CostLineForm, DocumentForm, DocumentWordsForm
from partnerships.forms.parts.relations import AgreementForm, CommitmentForm, ContextNoteForm, SupportForm

__all__ = ["EDIT_FORMS", "PART_FORMS", "PartForm", "two_wordings"]

PART_FORMS: dict[str, tuple[type[PartForm], Any]] = {
    "exchange": (ActivityForm, _("Add an exchange")),
    "lesson": (LearningEntryForm, _("Add something learnt")),
    "adaptation": (AdaptationForm, _("Add a change of course")),
    "repurposing": (RepurposingForm, _("Add work that was turned to something else")),
    "agreement": (AgreementForm, _("Add an agreement")),
    "commitment": (CommitmentForm, _("Add what your leadership commits to")),
    "support": (SupportForm, _("Add other support for the same reform")),
    "note": (ContextNoteForm, _("Add a note on the political context")),
    "document": (DocumentForm, _("Add a document")),
    "cost": (CostLineForm, _("Add a cost")),
    "contact": (ContactForm, _("Add a contact")),
}
EDIT_FORMS: dict[str, tuple[type[PartForm], Any]] = {
    "exchange": (ActivityForm, _("Edit an exchange")),
    "lesson": (LearningEntryForm, _("Edit something learnt")),
    "repurposing": (RepurposingForm, _("Edit work that was turned to something else")),
    "agreement": (AgreementForm, _("Edit an agreement")),
    "commitment": (CommitmentForm, _("Edit what your leadership commits to")),
    "support": (SupportForm, _("Edit other support for the same reform")),
    "note": (ContextNoteForm, _("Edit a note on the political context")),
    "document": (DocumentWordsForm, _("Edit what is said of a document")),
    "cost": (CostLineForm, _("Edit a cost")),
    "contact": (ContactForm, _("Edit a contact")),
}
