"""A wording as somebody reads it who is asked about it: every text of it, under its heading."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from knowledge.figures import figure_markup
from knowledge.models import KIND_MODELS
from knowledge.revisions import content_of
from knowledge.wording_changes import label


def sections_of(piece: Any) -> list[tuple[str, str]]:
    return sections_in(piece.kind, content_of(piece))


def sections_in(kind: str, content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Heading and markup of each text that is there, in the order in which they are read; a figure as its numbers."""
    texts = [(label(kind, name), text) for name in KIND_MODELS[kind].SECTIONS if (text := str(content.get(name) or ""))]
    figure = figure_markup(content)
    return [(_("Figure"), figure), *texts] if figure else texts
