"""The newest of a selection of pieces as an Atom feed."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.validators import clean_text

ENTRIES = 50


def atom(pieces: Iterable[Any], *, title: Any, path: str, page_path: str) -> str:
    """`path` is the feed's own address, `page_path` that of the page with the same selection."""
    feed = Atom1Feed(
        title=_("%(list)s · P2P Portal") % {"list": title},
        link=settings.BASE_URL + page_path,
        feed_url=settings.BASE_URL + path,
        feed_guid=settings.BASE_URL + path,
        description=_("The newest of this selection."),
        language=get_language(),
    )
    for piece in pieces:
        feed.add_item(
            title=clean_text(piece.title),
            link=settings.BASE_URL + piece.get_absolute_url(),
            unique_id=f"tag:{settings.MAIL_DOMAIN},2026:piece/{piece.pk}",
            description=clean_text(piece.summary),
            pubdate=piece.published_at,
            updateddate=piece.published_at,
            categories=[each["name"] for each in piece.sector_list],
        )
    return feed.writeString("utf-8")
