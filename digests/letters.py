"""The letter of an edition to one reader, and which of these letters still go out as they were written."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import User
from digests.audiences import audiences_of
from digests.contents import Contents
from digests.drawing import Drawing
from digests.models import Digest, DigestChoice, Edition, SavedSearch
from digests.models.choices import EditionState
from digests.news import still_seen
from digests.periods import dated
from digests.searched import Found
from mail import digest as notices
from mail.letters import compose
from mail.models import Message
from mail.services import Recipient

EDITION, AT_ONCE, TEST = "edition", "saved-search", "edition-test"
LONGEST_FIRST = 90
MOST_TITLES = 3


def write(
    edition: Edition, recipient: Recipient, contents: Contents, drawing: Drawing, audience: str, waiting: list[Message]
) -> Message:
    """Not stored yet. `waiting` are the notices that this reader wanted in the digest."""
    context = context_of(edition, recipient, contents, drawing, audience, waiting)
    return compose(
        recipient, purpose=EDITION, period=edition.period, template="digests/emails/edition", context=context
    )


def context_of(
    edition: Edition, recipient: Recipient, contents: Contents, drawing: Drawing, audience: str, waiting: list[Message]
) -> dict[str, Any]:
    with translation.override(recipient.language), timezone.override(recipient.time_zone):
        chosen = [
            drawing.of(told, recipient, audience, is_lead=place == 0) for place, told in enumerate(contents.chosen)
        ]
        followed = [drawing.of(told, recipient, audience) for told in contents.followed]
        first = (chosen or followed)[0].title if chosen or followed else ""
        return {
            "dated": dated(edition.period),
            "note": contents.note,
            "opening": _opening(contents),
            "first": Truncator(first).chars(LONGEST_FIRST),
            "chosen": chosen,
            "followed": followed,
            "further": _further(contents.further),
            "searches": [_searched(found, drawing, recipient, audience) for found in contents.searches],
            "notices": [notices.as_notice(message) for message in waiting],
            "mine_url": settings.BASE_URL + reverse("digests:mine"),
            "text_url": settings.BASE_URL + reverse("digests:as_text", args=[edition.period]),
        }


def _opening(contents: Contents) -> str:
    count = len(contents.keys)
    return ngettext("%(count)d thing is new for you.", "%(count)d things are new for you.", count) % {"count": count}


def _further(count: int) -> str:
    if not count:
        return ""
    words = ngettext(
        "%(count)d thing more is new in what you follow. Follow less, and you see all of it here.",
        "%(count)d things more are new in what you follow. Follow less, and you see all of it here.",
        count,
    )
    return words % {"count": count}


def _searched(found: Found, drawing: Drawing, recipient: Recipient, audience: str) -> dict[str, str]:
    """A line for each search; the list itself tells more."""
    count = len(found.items)
    titles = [_set_apart(drawing.title(item, recipient)) for item in found.items[:MOST_TITLES]]
    more = count - len(titles)
    return {
        "name": found.search.name,
        "count": ngettext("%(count)d new:", "%(count)d new:", count) % {"count": count},
        "titles": _("; ").join(titles) + (_("; and %(more)d more.") % {"more": more} if more else "."),
        "url": settings.BASE_URL + found.search.get_absolute_url(),
    }


def _set_apart(title: str) -> str:
    """Where the letter runs from right to left, so that what stands between Latin titles keeps its place."""
    return f"\u2068{title}\u2069" if translation.get_language_bidi() else title


@transaction.atomic
def still_true(ids: Iterable[int]) -> set[int]:
    """Asked just before sending: the letters of which every item may still be seen by their reader.

    The others are taken back, and written anew without what is gone: a story whose partner took the consent back,
    a reader whose membership ended. The same is asked of the notices that a letter carries.
    """
    ids = set(ids)
    letters = list(
        Digest.objects.filter(message__in=ids).select_related("user", "edition").select_for_update(of=("self",))
    )
    audiences = audiences_of(letter.user for letter in letters)
    seen = still_seen({key for letter in letters for key in letter.items})
    good = {
        letter.message_id
        for letter in letters
        if letter.user_id in audiences and all(audiences[letter.user_id] in seen.get(key, ()) for key in letter.items)
    }
    kept = notices.still_true({pk for pk in good if pk})
    _take_back([letter for letter in letters if letter.message_id not in kept])
    return ids & kept


def still_shown(letter: Digest) -> bool:
    """Whether its reader may see, at this moment, all that it tells."""
    audience = audiences_of([letter.user]).get(letter.user_id)
    seen = still_seen(letter.items)
    return all(audience in seen.get(key, ()) for key in letter.items)


def still_the_secretariat(ids: Iterable[int]) -> set[int]:
    """Tests of an edition go to who may still look at it."""
    tests = Message.objects.filter(pk__in=list(ids))
    addresses = set(User.objects.editors().values_list("email", flat=True))
    return {pk for pk, address in tests.values_list("pk", "recipient") if address in addresses}


def _take_back(letters: list[Digest]) -> None:
    """As if they had not been written; the next round writes them anew."""
    for letter in letters:
        if letter.edition_id:
            DigestChoice.objects.filter(user=letter.user_id).update(told_until=letter.since)
        elif letter.search_id:
            SavedSearch.objects.filter(pk=letter.search_id).update(told_until=letter.since)
    gone = [letter.message_id for letter in letters]
    Edition.objects.filter(pk__in={letter.edition_id for letter in letters}, state=EditionState.SENT).update(
        state=EditionState.APPROVED
    )
    Digest.objects.filter(pk__in=[letter.pk for letter in letters]).delete()
    notices.take_back(gone)
