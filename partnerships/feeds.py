"""The newest changes of a selection as an Atom feed."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.validators import clean_text
from partnerships.exports import address
from partnerships.models import Partnership
from partnerships.wording import member_name, standing_text

ENTRIES = 50


def atom(partnerships: Iterable[Partnership], *, path: str, page_path: str) -> str:
    """`path` is the feed's own address, `page_path` that of the page with the same selection."""
    feed = Atom1Feed(
        title=_("Partnerships · P2P Portal"),
        link=settings.BASE_URL + page_path,
        feed_url=settings.BASE_URL + path,
        feed_guid=settings.BASE_URL + path,
        description=_("The newest changes of this selection."),
        language=get_language(),
    )
    for partnership in partnerships:
        feed.add_item(
            title=clean_text(partnership.title),
            link=address(partnership),
            unique_id=f"tag:{settings.MAIL_DOMAIN},2026:partnership/{partnership.pk}",
            description=clean_text(_described(partnership)),
            pubdate=partnership.created_at,
            updateddate=partnership.changed_at,
        )
    return feed.writeString("utf-8")


def _described(partnership: Partnership) -> str:
    members = "; ".join(member_name(member) for member in partnership.members.all())
    parts = [partnership.summary or partnership.problem, members, standing_text(partnership)]
    return " · ".join(part for part in parts if part)
