"""Saved searches of which somebody wants to hear at once: looked through every few minutes, many together."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from digests import searched
from digests.audiences import audiences_of
from digests.contents import Contents, Wishes, contents_for
from digests.drawing import Drawing
from digests.letters import AT_ONCE
from digests.models import Digest, SavedSearch
from digests.news import News
from mail.letters import as_recipient, compose, store
from mail.models import Message
from mail.services import Recipient, nudge

BATCH = 500
SETTLES = timedelta(minutes=1)  # what was begun before that is stored by now
LOOKS_BACK = timedelta(days=14)
MOST_DRAWN = 20  # the list itself tells more


def tell() -> int:
    """Write to everybody whose search finds something new; how many letters are new. Two at once do no harm."""
    until = timezone.now() - SETTLES
    due = SavedSearch.objects.told_at_once().filter(told_until__lt=until)
    first = due.aggregate(first=Min("told_until"))["first"]
    if first is None:
        return 0
    news = News(max(first, until - LOOKS_BACK), until)
    written, after = 0, 0
    while True:
        new, last = _tell_batch(after, news, until)
        written += new
        if last is None:
            return written
        after = last


@transaction.atomic
def _tell_batch(after: int, news: News, until: datetime) -> tuple[int, int | None]:
    due = SavedSearch.objects.told_at_once().filter(told_until__lt=until, pk__gt=after).order_by("pk")
    locked = due.select_for_update(of=("self",), skip_locked=True).select_related("user", "user__profile")
    searches = list(locked[:BATCH])
    if not searches:
        return 0, None
    new = _write(searches, news, until) if news.items else 0
    SavedSearch.objects.filter(pk__in=[search.pk for search in searches]).update(told_until=until)
    return new, searches[-1].pk


def _write(searches: list[SavedSearch], news: News, until: datetime) -> int:
    audiences = audiences_of(search.user for search in searches)
    found = searched.find(((each, audiences[each.user_id]) for each in searches if each.user_id in audiences), news)
    told = Digest.objects.told(list(found))
    drawing = Drawing()
    rows = {}
    for hits in (hit for own in found.values() for hit in own):
        search = hits.search
        known = told.setdefault(search.user_id, set())
        wishes = Wishes(audiences[search.user_id], since=search.told_until, told=frozenset(known), searches=(hits,))
        contents = contents_for(wishes, news, note="", chosen=())
        if not contents.is_empty:
            known.update(contents.keys)
            rows[search] = (contents, _letter(search, contents, drawing, audiences[search.user_id], until))
    new = store([message for _contents, message in rows.values()])
    stored = Message.objects.in_bulk([row.message_id for _contents, row in rows.values()], field_name="message_id")
    Digest.objects.bulk_create(
        Digest(
            search=search,
            user=search.user,
            since=search.told_until,
            items=contents.keys,
            message=stored.get(message.message_id),
        )
        for search, (contents, message) in rows.items()
    )
    if new:
        transaction.on_commit(partial(nudge), robust=True)
    return new


def _letter(search: SavedSearch, contents: Contents, drawing: Drawing, audience: str, until: datetime) -> Message:
    profile = getattr(search.user, "profile", None)
    recipient = as_recipient(
        Recipient(search.user.email, profile.locale, profile.time_zone) if profile else Recipient(search.user.email)
    )
    items = [item for found in contents.searches for item in found.items]
    return compose(
        recipient,
        purpose=AT_ONCE,
        period=f"{search.pk}:{until:%Y%m%dT%H%M%S}",
        template="digests/emails/search",
        context={
            "name": search.name,
            "url": settings.BASE_URL + search.get_absolute_url(),
            "drawn": drawing.all(items[:MOST_DRAWN], recipient, audience),
            "further": len(items[MOST_DRAWN:]),
        },
    )
