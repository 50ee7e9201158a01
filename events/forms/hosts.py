"""Which institutions hold an event, a row each; found by the name that was typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import Institution
from community.suggestions import close_spellings
from core.validators import clean_text
from events.forms.fields import OneLineField
from events.models import LearningEvent
from events.models.choices import HostRole

MOST_HOSTS = 20
EMPTY_ROWS = 2


class HostForm(forms.Form):
    """One row. After cleaning, `host` is who was meant, or None for an empty row."""

    name = OneLineField(label=gettext_lazy("Institution"), max_length=250, required=False)
    institution = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**31 - 1, min_value=1)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=HostRole, initial=HostRole.HOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.host: tuple[Institution, str] | None = None
        self.fields["name"].widget.attrs |= {
            "data-suggest-url": reverse("community:suggest"),
            "data-suggest-target": f"id_{self.prefix}-institution",
            "data-suggest-count": _("{n} suggestions"),
            "data-suggest-none": _("No suggestions"),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name = clean_text(cleaned.get("name", ""))
        if not name or self.errors:
            return cleaned
        found = institution_named(name, cleaned.get("institution"))
        if found is None:
            self.add_error("name", unknown_institution(name))
        else:
            self.host = (found, cleaned["role"])
        return cleaned


class BaseHostRows(forms.BaseFormSet):
    """The hosts of an event, none of them twice."""

    def clean(self) -> None:
        seen: set[int] = set()
        for row in self.forms:
            if row.host and row.host[0].pk in seen:
                row.add_error("name", _("%(name)s is named twice. Empty this row.") % {"name": row.host[0]})
            elif row.host:
                seen.add(row.host[0].pk)

    @property
    def hosts(self) -> list[tuple[Institution, str]]:
        return [row.host for row in self.forms if row.host]


HostRows = forms.formset_factory(
    HostForm, formset=BaseHostRows, extra=EMPTY_ROWS, max_num=MOST_HOSTS, validate_max=True, absolute_max=MOST_HOSTS
)


def host_rows(data: Any, event: LearningEvent | None, own: Institution | None = None) -> BaseHostRows:
    """The rows of an event; for a new one, its author's own institution is proposed."""
    if event:
        hosts = [(host.institution, host.role) for host in event.hosts.select_related("institution")]
    else:
        hosts = [(own, HostRole.HOST.value)] if own else []
    initial = [{"name": str(each), "institution": each.pk, "role": role} for each, role in hosts]
    rows: Any = HostRows(data, initial=initial, prefix="hosts")
    return rows


def institution_named(name: str, picked: int | None) -> Institution | None:
    """The one picked while typing, unless the text was changed afterwards; else the only one of this name."""
    chosen = Institution.objects.filter(pk=picked).first() if picked else None
    if chosen and name.casefold().startswith(chosen.name.casefold()):
        return chosen
    found = list(Institution.objects.named(name)[:2])
    if len(found) != 1:
        found = list(Institution.objects.filter(acronym__iexact=name)[:2])
    return found[0] if len(found) == 1 else None


def unknown_institution(name: str) -> ValidationError:
    near = [suggestion["label"] for suggestion in close_spellings(name, None)][:3]
    if near:
        return ValidationError(_("Did you mean: %(names)s? Write one of these names.") % {"names": "; ".join(near)})
    return ValidationError(
        _("“%(name)s” is not on the portal yet. Add it under Institutions first, or leave this row empty.")
        % {"name": name[:80]}
    )
