"""What a writer typed and did not save: when it is offered to them again, and how it stands in the form."""

from typing import Any

from django.forms import BooleanField

from knowledge.figures import tidy_rows
from knowledge.markup import clean_markup
from knowledge.models import Piece, UnsavedText


def unsaved_of(piece: Piece, writer: Any, form: Any) -> UnsavedText | None:
    """Their sheet, unless all that is on it is saved: the last sheet may come in after the text it was kept for."""
    sheet = UnsavedText.objects.filter(piece=piece, writer=writer).first()
    return None if sheet is None or _is_saved(piece, sheet, form) else sheet


def typed_in(form: Any, data: Any) -> dict[str, Any]:
    """What is typed and chosen in a form as it stands on the page.

    Boxes that are not ticked are not sent; a page that sends its version was sent whole, so none of them is.
    """
    return {
        name: _storable(field.widget.value_from_datadict(data, {}, name))
        for name, field in form.fields.items()
        if name != "version" and (name in data or ("version" in data and _may_be_left_out(field.widget, name)))
    }


def take_up(sheet: UnsavedText, form: Any) -> None:
    """Put the sheet into the form, at the version on which it was typed: whoever saved since is not overwritten."""
    form.initial |= {name: kept for name, kept in sheet.content.items() if name in form.fields}
    form.initial["version"] = sheet.base_version


def _is_saved(piece: Piece, sheet: UnsavedText, form: Any) -> bool:
    chosen = {name: kept for name, kept in sheet.content.items() if name in form.fields and _is_choice(form, name)}
    return _says_the_same(piece, sheet) and all(_stands(form, name, kept) for name, kept in chosen.items())


def _says_the_same(piece: Piece, sheet: UnsavedText) -> bool:
    words = {name: sheet.content.get(name, "") for name in ("title", "summary", *piece.SECTIONS)}
    figure = {name: sheet.content[name] for name in piece.FIGURE if name in sheet.content}
    return all(tidy_rows(text) == tidy_rows(getattr(piece, name)) for name, text in figure.items()) and all(
        clean_markup(text) == getattr(piece, name) if name in piece.SECTIONS else text.strip() == getattr(piece, name)
        for name, text in words.items()
    )


def _storable(kept: Any) -> Any:
    """A page can send the one character that no database keeps."""
    if isinstance(kept, list):
        return [_storable(each) for each in kept]
    return kept.replace("\0", "") if isinstance(kept, str) else kept


def _may_be_left_out(widget: Any, name: str) -> bool:
    return not widget.value_omitted_from_data({}, {}, name)


def _is_choice(form: Any, name: str) -> bool:
    return hasattr(form.fields[name], "choices") or isinstance(form.fields[name], BooleanField)


def _stands(form: Any, name: str, kept: Any) -> bool:
    """Whether this is chosen in what is saved; the order of ticks means nothing."""
    field = form.fields[name]
    stored = field.prepare_value(form.get_initial_for_field(field, name))
    if isinstance(kept, list):
        return {str(each) for each in kept} == {str(each) for each in stored or ()}
    return bool(stored) is kept if isinstance(kept, bool) else str(kept or "") == str(stored or "")
