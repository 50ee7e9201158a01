"""Forms about belonging to an institution, and leaving it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import Membership, User
from core.forms import TypedTextForm

NOBODY = "nobody"
MOST_BUTTONS = 12


class JoinForm(TypedTextForm, forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["role", "note"]
        widgets = {"role": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "role": _(
                "A focal point verifies colleagues and speaks for the institution: confirms and corrects records."
            )
        }


class LeavingForm(forms.Form):
    """Who takes what the person held; asked only of somebody who holds something."""

    to = forms.ChoiceField(
        label=_("Who takes the records?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a colleague, or nobody yet.")},
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues: dict[str, User] = {str(each.user_id): each.user for each in colleagues}
        choices = [(key, user.display_name) for key, user in self.colleagues.items()]
        nobody = (NOBODY, _("Nobody yet: the focal points see them as unheld"))
        self.fields["to"].choices = [*choices, nobody]  # type: ignore[attr-defined]
        if len(choices) > MOST_BUTTONS:
            self.fields["to"].widget = forms.Select(choices=[("", _("Choose")), *choices, nobody])

    def clean_to(self) -> User | None:
        """The colleague; None for nobody yet."""
        return self.colleagues.get(self.cleaned_data["to"])
