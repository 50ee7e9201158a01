"""Fields for pieces: rich text, one line of text, themes, and other pages named by their address or title."""

import re
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import Country, Institution
from community.suggestions import close_spellings
from core.validators import between_commas, clean_text
from knowledge.markup import clean_markup, widest_table
from knowledge.models.kinds import LONGEST

MOST_TYPED = 3_000_000  # with all that a text processor pastes along
MOST_COLUMNS = 30
MOST_LINES = 40
MOST_THEMES = 12
LONGEST_THEME = 60
_SLUG = re.compile(r"/([-\w]+)/?$")


class OneLineField(forms.CharField):
    """Text without line breaks."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class KeyField(forms.Field):
    """The key of a form that is saved once, however often it is sent; a broken one is replaced."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> uuid.UUID:
        try:
            return uuid.UUID(str(value))
        except ValueError:
            return uuid.uuid4()


class RichField(forms.CharField):
    """Text with headings, lists and tables. Without its script the box takes plain paragraphs."""

    def __init__(self, *, rows: int = 8, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)  # counted after cleaning, and said in words
        kwargs.pop("widget", None)
        super().__init__(widget=forms.Textarea({"rows": rows, "dir": "auto", "data-rich": ""}), strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        typed = str(value or "")
        if len(typed) > MOST_TYPED:
            raise ValidationError(
                _("This is more text than the portal can read at once. Paste it in parts."), code="too_much"
            )
        return clean_markup(typed)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > LONGEST:
            words = ngettext(
                "This is %(length)s characters long, and %(most)s fits here. Shorten it; nothing is lost meanwhile.",
                "This is %(length)s characters long, and %(most)s fit here. Shorten it; nothing is lost meanwhile.",
                LONGEST,
            )
            raise ValidationError(words % {"length": f"{len(value):,}", "most": f"{LONGEST:,}"}, code="max_length")
        if widest_table(value) > MOST_COLUMNS:
            raise ValidationError(
                _("A table has %(columns)s columns; at most %(most)d can be read. Attach it as a file instead.")
                % {"columns": f"{widest_table(value):,}", "most": MOST_COLUMNS},
                code="wide_table",
            )


class ThemesField(forms.CharField):
    """Free words with commas between them."""

    def clean(self, value: Any) -> list[str]:
        themes = list(dict.fromkeys(between_commas(super().clean(value))))
        if len(themes) > MOST_THEMES:
            raise ValidationError(_("Name at most %(most)d themes.") % {"most": MOST_THEMES})
        if any(len(theme) > LONGEST_THEME for theme in themes):
            raise ValidationError(_("A theme has at most %(most)d characters.") % {"most": LONGEST_THEME})
        return themes


class LinesField(forms.CharField, ABC):
    """Things named one a line. Those that the writer does not see stay as they are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": 3, "dir": "auto"}), **kwargs)
        self.kept: list[Any] = []

    def clean(self, value: Any) -> list[Any]:
        lines = list(dict.fromkeys(line for line in map(clean_text, super().clean(value).splitlines()) if line))
        if len(lines) > MOST_LINES:
            raise ValidationError(_("At most %(most)d lines fit here.") % {"most": MOST_LINES})
        found = [self.named(line) for line in lines]
        return list(dict.fromkeys([*found, *self.kept]))

    @abstractmethod
    def named(self, line: str) -> Any:
        """What a line names. Raises ValidationError where it names nothing, or too much."""

    def fill(self, stored: list[Any], seen: set[Any]) -> str:
        """How what is stored stands in the box; `seen` are the keys of what this writer may see."""
        self.kept = [each for each in stored if each.pk not in seen]
        return "\n".join(self.shown(each) for each in stored if each.pk in seen)

    def shown(self, thing: Any) -> str:
        return str(thing)


class PagesField(LinesField):
    """Records of the portal, by the address of their page or by their title, among those the writer sees."""

    def __init__(self, *, visible: Callable[[Any], QuerySet[Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.visible = visible
        self.user: Any = None

    def named(self, line: str) -> Any:
        visible = self.visible(self.user)
        address = _SLUG.search(line) if "/" in line else None
        found = list(visible.filter(slug=address[1])[:1]) if address else []
        found = found or list(visible.filter(title__iexact=line[:250])[:2])
        if len(found) > 1:
            raise ValidationError(
                _("There is more than one “%(line)s”. Paste the address of its page instead.") % {"line": line[:80]}
            )
        if not found:
            raise ValidationError(
                _("Nothing here is called “%(line)s”. Open its page and paste the address, or take the line out.")
                % {"line": line[:80]}
            )
        return found[0]


class InstitutionsField(LinesField):
    """Institutions by their name or acronym, or the address of their page; the country where a name is not enough."""

    def named(self, line: str) -> Institution:
        found = self._found(line[:250])
        if len(found) == 1:
            return found[0]
        near = [str(each) for each in found] or [each["label"] for each in close_spellings(line, None)][:3]
        if len(found) > 1:
            words = _("There is more than one “%(line)s”. Write its country after it, with a comma between.")
        elif near:
            words = _("“%(line)s” was not found. Did you mean: %(names)s? Write one of these names.")
        else:
            words = _("“%(line)s” is not on the portal yet. Add it under Institutions first, or take the line out.")
        raise ValidationError(words % {"line": line[:80], "names": "; ".join(near)})

    def shown(self, thing: Any) -> str:
        return f"{thing.name}, {thing.country}" if thing.country else str(thing.name)

    def _found(self, line: str) -> list[Institution]:
        address = _SLUG.search(line) if "/" in line else None
        found = list(Institution.objects.filter(slug=address[1])) if address else []
        found = found or list(Institution.objects.named(line)[:2])
        name, comma, place = line.rpartition(",")
        if len(found) != 1 and comma:
            countries = list(Country.objects.named(place.strip())[:1])
            found = list(Institution.objects.named(name.strip(), countries[0])[:2]) if countries else found
        return found or list(Institution.objects.filter(acronym__iexact=line)[:2])


class CountriesField(LinesField):
    """Countries by their name in any of the portal's languages."""

    def named(self, line: str) -> Country:
        found = Country.objects.named(line[:100]).first()
        if found is None:
            raise ValidationError(
                _("There is no country called “%(line)s” here. Write its name, one a line.") % {"line": line[:80]}
            )
        return found
