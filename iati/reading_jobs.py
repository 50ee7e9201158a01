"""The work on a published file: fetching it, reading it to the end, and letting go of what got stuck."""

import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from iati import fetching
from iati.models import Reading, Source
from iati.reading.reader import CannotRead, FileReader, read
from iati.staging import Staged

Item = TypeVar("Item")
Status = Reading.Status
BATCH = 200
# Longer than a worker may take: what is still under way then was interrupted.
INTERRUPTED_AFTER = timedelta(minutes=20)
FETCHED_AGAIN_AFTER = timedelta(days=7)


def work_on(reading: Reading) -> None:
    """Fetch what is not here yet, and read it. Doing it again gives the same."""
    with translation.override(reading.language):
        if reading.content is not None:
            _read_content(reading, zlib.decompress(reading.content))
            return
        answer = _fetched(reading)
        if answer and _read_content(reading, answer.content):
            known = {"etag": answer.etag, "last_modified": answer.last_modified}
            Source.objects.filter(pk=reading.source_id).update(**known)


def _read_content(reading: Reading, content: bytes) -> bool:
    reading.size, reading.sha256 = len(content), sha256(content).hexdigest()
    try:
        reader = stage(reading, read(io.BytesIO(content), schemas=schemas()))
    except CannotRead as error:
        _fail(reading, str(error))
        return False
    finish(reading, reader)
    return True


def stage(reading: Reading, reader: FileReader) -> FileReader:
    """Read to the end, telling how far it is; nothing that was known changes before that."""
    staged = Staged()
    staged.begin()
    for some in _parts(reader, BATCH):
        staged.add(some)
        Reading.objects.filter(pk=reading.pk).update(bytes_read=reader.offset, updated_at=timezone.now())
    staged.keep(reading)
    return reader


def finish(reading: Reading, reader: FileReader) -> None:
    now = timezone.now()
    reading.report = report_of(reader)
    reading.status, reading.read_at, reading.message, reading.content = Status.READ, now, "", None
    reading.bytes_read = reading.size
    reading.save()
    Source.objects.filter(pk=reading.source_id).update(sha256=reading.sha256, read_at=now, failure="")


def report_of(reader: FileReader) -> dict[str, Any]:
    """The head of a report, as `import_iati --report` writes it; the items stand in the rows."""
    facts = asdict(reader.facts)
    names = ("version", "activities", "results", "indicators", "transactions", "tags", "xsd_valid", "xsd_errors")
    return {name: facts[name] for name in (*names, "first_xsd_error", "reporting_orgs", "warnings", "messages")}


def schemas() -> Path | None:
    """The folder of the standard's schemas, where they are installed."""
    return Path(settings.IATI_SCHEMAS) if settings.IATI_SCHEMAS else None


def due_sources() -> list[Source]:
    """Followed sources that were not asked for a week."""
    late = timezone.now() - FETCHED_AGAIN_AFTER
    followed = Source.objects.followed()
    return list(followed.filter(fetched_at=None) | followed.filter(fetched_at__lt=late))


def sweep() -> int:
    """Say of readings that were interrupted that they were; what was known before them stands."""
    late = timezone.now() - INTERRUPTED_AFTER
    lost = Reading.objects.filter(status=Status.WAITING, updated_at__lt=late).without_content()
    for reading in lost:
        with translation.override(reading.language):
            _fail(reading, _("The reading was interrupted, and nothing was changed. Start it again."))
    return len(lost)


def _fetched(reading: Reading) -> fetching.Fetched | None:
    """What is at the address, unless it cannot be had or is what was read last: then the reading says so."""
    source = reading.source
    Source.objects.filter(pk=source.pk).update(fetched_at=timezone.now())
    known = {"etag": source.etag, "last_modified": source.last_modified} if source.read_at else {}
    try:
        answer = fetching.fetch(source.url, **known)
    except fetching.CannotFetch as error:
        Source.objects.filter(pk=source.pk).update(failure=str(error))
        _fail(reading, str(error))
        return None
    if isinstance(answer, fetching.NotModified) or sha256(answer.content).hexdigest() == source.sha256:
        _nothing_new(reading)
        return None
    return answer


def _nothing_new(reading: Reading) -> None:
    reading.status, reading.read_at = Status.UNCHANGED, timezone.now()
    reading.save(update_fields=["status", "read_at", "updated_at"])
    Source.objects.filter(pk=reading.source_id).update(failure="")


def _fail(reading: Reading, message: str) -> None:
    reading.status, reading.message, reading.content = Status.FAILED, message, None
    reading.save(update_fields=["status", "message", "content", "size", "sha256", "updated_at"])


def _parts(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while part := list(islice(iterator, size)):
        yield part
