"""What every form of ours does with typed text."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.validators import clean_text

# Characters that turn the direction of what follows: a name with them reads otherwise than it is.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def validate_no_turned_text(value: str) -> None:
    if _TURNING.search(value):
        raise ValidationError(
            _("There are invisible characters in it that turn the direction of writing. Type it anew."),
            code="turned_text",
        )


class TypedTextForm(forms.BaseForm):
    """Mixed into a form: refuses text that hides its direction, and tidies the rest as it is stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
                field.validators = [*field.validators, validate_no_turned_text]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {name: clean_text(value) if isinstance(value, str) else value for name, value in cleaned.items()}
