"""The locks that writers of results take first, always in this order: the partnership, then the row."""

from typing import TypeVar

from django.db.models import Model

from partnerships.models import Partnership

Row = TypeVar("Row", bound=Model)


def lock_partnership(partnership: Partnership) -> None:
    """Keep other writers of this partnership's results away until the transaction ends."""
    Partnership.objects.select_for_update(of=("self",)).only("pk").get(pk=partnership.pk)


def locked(row: Row) -> Row:
    """The row as it is stored, kept from all other writers until the transaction ends."""
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


def next_number(model: type[Model], partnership: Partnership) -> int:
    """The next number within the partnership, for an address; call it under `lock_partnership`."""
    last = model._default_manager.filter(partnership=partnership).order_by("-number").values_list("number", flat=True)
    return (last.first() or 0) + 1
