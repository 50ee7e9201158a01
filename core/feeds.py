"""The newest of a list as an Atom feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.validators import clean_text

ENTRIES = 50
TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """`name` tells it from all others for ever, such as `piece/12`; `path` is the address of its page."""

    name: str
    title: str
    path: str
    text: str
    published: datetime
    updated: datetime
    categories: tuple[str, ...] = ()


def with_demo(request: HttpRequest) -> bool:
    """A feed is read by programs, which print no badge: invented records come only where they are asked for."""
    return request.GET.get("demo") == "1"


def atom(request: HttpRequest, entries: Iterable[Entry], *, title: Any, page_path: str) -> HttpResponse:
    """`page_path` is the address of the page with the same selection."""
    path = request.get_full_path()
    feed = Atom1Feed(
        title=_("%(list)s · P2P Portal") % {"list": title},
        link=settings.BASE_URL + page_path,
        feed_url=settings.BASE_URL + path,
        feed_guid=settings.BASE_URL + path,
        description=_("The newest of this selection."),
        language=get_language(),
    )
    for entry in entries:
        feed.add_item(
            title=clean_text(entry.title),
            link=settings.BASE_URL + entry.path,
            unique_id=f"tag:{settings.MAIL_DOMAIN},2026:{entry.name}",
            description=clean_text(entry.text),
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.categories,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=TYPE)
