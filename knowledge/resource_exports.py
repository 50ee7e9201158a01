"""Resources as files for other programs: what the reader sees, in the order of the list."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.http import StreamingHttpResponse

from knowledge.bibliography.formats import FORMATS
from knowledge.bibliography.works import COLUMNS, Work, work_of
from knowledge.citing import citation_key
from knowledge.models import Resource

AT_ONCE = 500


def file_of(resources: Iterable[Resource], form: str, name: str) -> StreamingHttpResponse:
    """An attachment in one of the `FORMATS`."""
    chosen = FORMATS[form]
    return StreamingHttpResponse(
        chosen.write(works(resources)),
        content_type=f"{chosen.MEDIA_TYPE}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{form}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def in_rows(resources: "object") -> Iterator[Resource]:
    """Only the columns that are written, some at a time."""
    rows: Iterator[Resource] = resources.only("slug", *COLUMNS).iterator(chunk_size=AT_ONCE)  # type: ignore[attr-defined]
    return rows


def works(resources: Iterable[Resource]) -> Iterator[Work]:
    """Each with a key of its own within the file."""
    used: Counter[str] = Counter()
    for resource in resources:
        work = work_of(resource)
        key = citation_key(work)
        used[key] += 1
        yield replace(work, key=key if used[key] == 1 else f"{key}-{used[key]}")
