"""What the forms for parts of a record share: days within reach, clean text, and no word overwritten unread."""

import zlib
import zoneinfo
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from community.models import User
from core.partial_dates import EARLIEST, LATEST, display
from partnerships.forms.exchanges import DayInput
from partnerships.models import Partnership


class PartForm(forms.ModelForm):
    """A part for the parties: who sees it is not asked, for opening it further takes both sides.

    An edit carries `read`: when the part was last stored, and a short mark of each answer as it was then.
    """

    # Days that cannot lie ahead, each with the words for one that does.
    not_ahead: dict[str, Any] = {}

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.partnership = partnership
        self.user = user
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DayInput()
                field.widget.is_required = field.required
            elif isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4
        self.read = _read(self) if self.instance.pk else ""

    def stored(self, item: Any, name: str) -> Any:
        """What the part holds for one answer of this form."""
        return getattr(item, name)

    @property
    def seen_at(self) -> datetime | None:
        """When the part that its writer had before them was stored; None where the page did not say."""
        try:
            return parse_datetime(self.data.get("read", "").split(" ")[0])
        except ValueError:
            return None

    def has_changed(self) -> bool:
        return any(not self._keeps_stored(name) for name in self.changed_data)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in list(cleaned):
            if self._keeps_stored(name):
                cleaned[name] = self.stored(self.instance, name)
        for name, value in list(cleaned.items()):
            if isinstance(value, date):
                self._check_day(name, value)
        return cleaned

    def _post_clean(self) -> None:
        """Holds the part to its constraints also where they speak of the record, which nobody is asked for."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]

    def _keeps_stored(self, name: str) -> bool:
        """Whether the writer, shown both texts, chose the one that is stored."""
        return bool(self.instance.pk) and self.data.get(f"keep-{name}") == "stored"

    def _check_day(self, name: str, day: date) -> None:
        if not EARLIEST <= day.year <= LATEST:
            words = _("There is no such date between %(first)d and %(last)d.")
            self.add_error(name, words % {"first": EARLIEST, "last": LATEST})
        elif name in self.not_ahead and day > today_of(self.user):
            self.add_error(name, self.not_ahead[name])


def two_wordings(form: PartForm, stored: Model) -> list[dict[str, Any]]:
    """The answers in which a form and the part as it stands now differ; both texts, line by line.

    Where the writer changed nothing, what is stored is proposed.
    """
    read = dict(mark.split(":", 1) for mark in form.data.get("read", "").split(" ") if mark.count(":") == 1)
    return [
        {
            "name": name,
            "label": field.label,
            "typed": lines(field, typed),
            "stored": lines(field, now),
            "is_mine": read.get(name) != _mark(field, typed),
        }
        for name, field in form.fields.items()
        if (typed := form.cleaned_data.get(name)) != (now := form.stored(stored, name)) and (typed or now)
    ]


def lines(field: forms.Field, value: Any) -> list[str]:
    """An answer as lines of text; none where nothing was said."""
    if value in (None, ""):
        return []
    if isinstance(value, date):
        return [display(value.isoformat())]
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return [str(dict(field.choices).get(value, value))]  # type: ignore[arg-type]
    return str(value).splitlines()


def today_of(user: User) -> date:
    """The day it is where this person lives, as far as told."""
    profile = getattr(user, "profile", None)
    return timezone.localdate(timezone=zoneinfo.ZoneInfo(profile.time_zone) if profile else None)


def _read(form: PartForm) -> str:
    marks = [f"{name}:{_mark(field, form.stored(form.instance, name))}" for name, field in form.fields.items()]
    return " ".join([form.instance.updated_at.isoformat(), *marks])


def _mark(field: forms.Field, value: Any) -> str:
    return f"{zlib.crc32(chr(10).join(lines(field, value)).encode()):08x}"
