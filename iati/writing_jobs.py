"""The work of writing what was chosen of a published file."""

from django.utils import timezone, translation

from iati.importing.write import CannotWriteAny, write
from iati.models import Reading
from partnerships.imports.importer import Importer

Status = Reading.Status


def write_ready(reading: Reading) -> None:
    """With the rights of whoever confirmed it. If the database refuses one, nothing is written and the reading says so."""
    ready = reading.activities.filter(is_chosen=True).exclude(sides_confirmed_at=None)
    with translation.override(reading.language):
        try:
            write(ready.select_related("source").order_by("position"), Importer(reading.owner))
        except CannotWriteAny as error:
            reading.status, reading.message = Status.READ, str(error)
        else:
            reading.status, reading.message, reading.done_at = Status.DONE, "", timezone.now()
        reading.save(update_fields=["status", "message", "done_at", "updated_at"])
