"""Who was there: a box for each person who has a place, and for those who wait for one."""

from typing import Any

from django import forms

from events.models.choices import RegistrationStatus
from events.models.registrations import RegistrationQuerySet


class AttendanceForm(forms.Form):
    """`was` says which boxes were ticked when the page was drawn, so that only what was changed is stored."""

    def __init__(self, *args: Any, seated: RegistrationQuerySet, waiting: RegistrationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(seated)
        self.waiting = list(waiting)
        self.came: set[int] = set()
        self.came_unseated: set[int] = set()
        self.stayed_away: set[int] = set()

    def clean(self) -> dict[str, Any]:
        known = {person.pk for person in self.people}
        ticked, was = self._numbers("came") & known, self._numbers("was") & known
        self.came, self.stayed_away = ticked - was, was - ticked
        self.came_unseated = self._numbers("came") & {person.pk for person in self.waiting}
        return super().clean() or {}

    def rows(self) -> list[dict[str, Any]]:
        return [{"person": person, "is_ticked": person.status == RegistrationStatus.ATTENDED} for person in self.people]

    def _numbers(self, name: str) -> set[int]:
        typed = self.data.getlist(name) if hasattr(self.data, "getlist") else []
        return {int(each) for each in typed if each.isascii() and each.isdigit() and len(each) < 19}
