"""The locks that writers of matching take first, always in this order: need, offer, introduction."""

from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def locked(row: Row) -> Row:
    """The row as it is stored, kept from all other writers until the transaction ends."""
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
