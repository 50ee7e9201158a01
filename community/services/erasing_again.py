"""Erasing anew, in a copy that was restored from before, whoever had been erased since."""

from collections.abc import Iterable

from django.db import transaction

from community.models import Erasure
from community.services.people import CannotChangeRole, anonymise


def erase_again(erasures: Iterable[Erasure]) -> tuple[int, list[int]]:
    """How many accounts were erased, and the numbers of those that the portal cannot be without.

    Safe to repeat: an account that is erased already has another address than the one remembered.
    """
    erased, refused = 0, []
    for erasure in erasures:
        person = erasure.person()
        if person is None:
            continue
        try:
            with transaction.atomic():
                anonymise(user=person, by=person)
        except CannotChangeRole:
            refused.append(person.pk)
        else:
            erased += 1
    return erased, refused
