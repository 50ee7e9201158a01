"""The locks that writers of results take first, always in this order: the partnership, then the row.

What somebody removed between the reading of a page and its writing answers as it does a moment later: 404.
"""

from typing import TypeVar

from django.db.models import Model
from django.shortcuts import get_object_or_404

from partnerships.models import Partnership

Row = TypeVar("Row", bound=Model)


def lock_partnership(partnership: Partnership) -> None:
    """Keep other writers of this partnership's results away until the transaction ends."""
    get_object_or_404(Partnership.objects.select_for_update(of=("self",)).only("pk"), pk=partnership.pk)


def locked(row: Row) -> Row:
    """The row as it is stored, kept from all other writers until the transaction ends."""
    stored: Row = get_object_or_404(type(row)._default_manager.select_for_update(of=("self",)), pk=row.pk)
    return stored


def next_number(model: type[Model], partnership: Partnership) -> int:
    """The next number within the partnership, for an address; call it under `lock_partnership`."""
    last = model._default_manager.filter(partnership=partnership).order_by("-number").values_list("number", flat=True)
    return (last.first() or 0) + 1
