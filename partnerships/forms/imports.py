"""Bringing a spreadsheet: the file, what its columns are, and what may be there already."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.imports.columns import READ, TOLD

SKIP, NEW, LEFT_OUT = "skip", "new", "-"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet"),
        max_length=255,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV or Excel (.xlsx), up to %(size)s MB and %(rows)s rows. Nothing is stored before you have seen the report."
        ) % {"size": f"{settings.IMPORT_MAX_BYTES / 1_000_000:g}", "rows": f"{settings.IMPORT_MAX_ROWS:,}"}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB. Split it, or leave out what is not needed.")
                % {"most": f"{settings.IMPORT_MAX_BYTES / 1_000_000:g}"}
            )
        return file


class ColumnsForm(forms.Form):
    """One choice for each column of the file: which of ours it is."""

    def __init__(self, *args: Any, columns: list[dict[str, str]], mapping: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(LEFT_OUT, _("Leave out"))] + [(c.name, f"{c.label} ({c.name})") for c in (*READ, *TOLD)]
        for place, column in enumerate(columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=column["header"] or _("Column %(number)d") % {"number": place + 1},
                help_text=format_html("{} {}", _("For example:"), column["example"]) if column["example"] else "",
                choices=choices,
                initial=(mapping[place] if place < len(mapping) else "") or LEFT_OUT,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for name, value in list(cleaned.items()):
            if value != LEFT_OUT and value in taken:
                self.add_error(name, _("Another column of the file is this one already."))
            taken.setdefault(value, name)
        return cleaned

    @property
    def mapping(self) -> list[str]:
        return [self.cleaned_data[name].removeprefix(LEFT_OUT) for name in self.fields]


class DuplicatesForm(forms.Form):
    """One question for each row and each institution that may be there already under another name."""

    def __init__(self, *args: Any, doubts: list[dict[str, Any]], choices: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.doubts = doubts
        for place, doubt in enumerate(doubts):
            is_row = doubt["key"].startswith("row ")
            options = [(option["value"], _same_as(option)) for option in doubt["options"]]
            new = _("It is another partnership: add it") if is_row else _("It is another institution: add it")
            skip = [(SKIP, _("Leave the row out"))] if is_row else []
            self.fields[f"doubt_{place}"] = forms.ChoiceField(
                label=_("Row %(row)d: %(text)s") % {"row": doubt["row"], "text": doubt["text"]},
                choices=[(NEW, new), *options, *skip],
                initial=choices.get(doubt["key"], NEW),
                widget=forms.RadioSelect,
            )

    @property
    def answers(self) -> dict[str, str]:
        return {doubt["key"]: self.cleaned_data[f"doubt_{place}"] for place, doubt in enumerate(self.doubts)}


def _same_as(option: dict[str, Any]) -> Any:
    """“It is X”, with a way to look at X where there is a page of it."""
    said = gettext("It is “%(label)s”") % {"label": option["label"]}
    if "url" not in option:
        return said
    return format_html('{} <a href="{}">{}</a>', said, option["url"], gettext("Look at it"))
