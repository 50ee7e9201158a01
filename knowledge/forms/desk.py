"""What is asked before a step is taken with several texts at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.forms import TypedTextForm
from knowledge.forms.curation import ReasonForm


class TakeOnForm(forms.Form):
    """One button: nothing is asked."""


class AssignForm(TypedTextForm, forms.Form):
    to = forms.ModelChoiceField(
        label=_("Who curates them from now on?"),
        queryset=User.objects.active().filter(role=User.Role.EDITOR).order_by("name", "pk"),
        error_messages={"required": _("Choose who curates them.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].label_from_instance = lambda person: person.display_name  # type: ignore[attr-defined]


class ReturnForm(ReasonForm):
    """The same words go to every author."""
