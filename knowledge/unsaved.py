"""What a writer typed and did not save: when it is offered to them again, and how it stands in the form."""

from typing import Any

from knowledge.figures import tidy_rows
from knowledge.markup import clean_markup
from knowledge.models import Piece, UnsavedText


def unsaved_of(piece: Piece, writer: Any) -> UnsavedText | None:
    """Their sheet, unless all that is on it is saved: the last sheet may come in after the text it was kept for."""
    sheet = UnsavedText.objects.filter(piece=piece, writer=writer).first()
    return None if sheet is None or _is_saved(piece, sheet) else sheet


def typed_in(form: Any, data: Any) -> dict[str, str]:
    """The texts of a form as they stand on the page; choices that are ticked are kept when it is saved."""
    return {name: data[name] for name in form.fields if name in data and name != "version" and _is_text(form, name)}


def take_up(sheet: UnsavedText, form: Any) -> None:
    """Put the sheet into the form, at the version on which it was typed: whoever saved since is not overwritten."""
    form.initial |= {name: text for name, text in sheet.content.items() if name in form.fields and _is_text(form, name)}
    form.initial["version"] = sheet.base_version


def _is_saved(piece: Piece, sheet: UnsavedText) -> bool:
    words = {name: sheet.content.get(name, "") for name in ("title", "summary", *piece.SECTIONS)}
    figure = {name: sheet.content[name] for name in piece.FIGURE if name in sheet.content}
    return all(tidy_rows(text) == tidy_rows(getattr(piece, name)) for name, text in figure.items()) and all(
        clean_markup(text) == getattr(piece, name) if name in piece.SECTIONS else text.strip() == getattr(piece, name)
        for name, text in words.items()
    )


def _is_text(form: Any, name: str) -> bool:
    return not hasattr(form.fields[name], "choices")
