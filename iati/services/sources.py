"""A published file on its way in: brought or named, read, fetched again, followed."""

import zlib
from functools import partial
from pathlib import PurePath
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import get_language

from community.models import User
from core.validators import clean_text
from iati import reading_jobs, tasks
from iati.models import Reading, Source
from partnerships.services.editing import home_institution

# Files that are read within a page's time; larger ones, and all addresses, are left to a worker.
SMALL = 200_000


def add_source(*, url: str = "", content: bytes | None = None, file_name: str = "", by: User) -> Reading:
    """Remember a published file and have it read. The same address or file name again is the same source."""
    institution = home_institution(by)
    name = clean_text(PurePath(file_name).name)[-200:] if file_name else urlsplit(url).netloc + urlsplit(url).path
    with transaction.atomic():
        same = Source.objects.filter(url=url, institution=institution)
        same = same if url else same.filter(name=name)
        same = same if institution else same.filter(owner=by)
        source = same.select_for_update(of=("self",)).first()
        if source is None:
            source = Source.objects.create(owner=by, institution=institution, name=name[:250] or "IATI", url=url)
        reading = _new_reading(source, by, content)
    _start(reading)
    return reading


def fetch_again(*, source: Source, by: User) -> Reading:
    """Ask the publisher for the file anew. While a reading is under way, that one is given."""
    with transaction.atomic():
        Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
        under_way = source.readings.filter(status=Reading.Status.WAITING).without_content().first()
        if under_way:
            return under_way
        reading = _new_reading(source, by, None)
    _start(reading)
    return reading


def follow_source(*, source: Source, is_followed: bool, by: User) -> None:
    """Have it fetched each week, or no longer."""
    Source.objects.filter(pk=source.pk).exclude(url="").update(is_followed=is_followed)


def remove_source(*, source: Source, by: User) -> None:
    """Forget a source with what was read of it; the partnerships that came of it stay."""
    source.delete()


def _new_reading(source: Source, by: User, content: bytes | None) -> Reading:
    return Reading.objects.create(
        source=source,
        owner=by,
        language=(get_language() or "en")[:2],
        content=zlib.compress(content) if content is not None else None,
        size=len(content or b""),
    )


def _start(reading: Reading) -> None:
    if reading.content is not None and reading.size <= SMALL:
        reading_jobs.work_on(reading)
    else:
        transaction.on_commit(partial(tasks.read_source.delay, reading.pk), robust=True)
