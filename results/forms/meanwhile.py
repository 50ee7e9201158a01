"""Forms that carry the version which their writer had before them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model

from core.partial_dates import PartialDateField, display


class VersionedForm(forms.ModelForm):
    """Nothing that somebody else stored since is overwritten unread: see `core.versions`."""

    @property
    def seen_version(self) -> int:
        return typed_version(self.data)


def typed_version(data: Any) -> int:
    """That of the page which was sent; 0, which no row has, where it does not say."""
    typed = str(data.get("version", ""))
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def differences_of(form: forms.BaseModelForm, stored: Model) -> list[dict[str, Any]]:
    """The answers in which what was typed and what is stored now differ, each with what is stored."""
    return [
        {"label": field.label, "stored": told(stored, name)}
        for name, field in form.fields.items()
        if form.cleaned_data.get(name) != getattr(stored, name)
    ]


def told(row: Any, name: str) -> str:
    """The stored answer to one question, as people read it."""
    chosen = getattr(row, f"get_{name}_display", None)
    value = chosen() if chosen else getattr(row, name)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if isinstance(row._meta.get_field(name), PartialDateField):
        return display(value)
    return "" if value is None else str(value)
