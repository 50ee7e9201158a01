"""Writing the letters of an edition: what is new is read once, then readers come in batches.

A batch is a transaction: its readers are locked, and passed over by a second builder; letters, what they told and
until when each reader knows are stored together. So a builder that dies, two at once, or one that comes a week
late write each letter once.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Min, OuterRef
from django.utils import timezone

from community.models import Follow
from digests import letters, searched
from digests.audiences import AUDIENCES, audiences_of
from digests.contents import Contents, Wishes, contents_for
from digests.drawing import Drawing
from digests.models import Digest, DigestChoice, Edition, SavedSearch
from digests.models.readers import DigestChoiceQuerySet
from digests.news import News
from mail import digest as notices
from mail.letters import as_recipient, store
from mail.models import MailPreference, Message
from mail.services import Recipient, nudge

BATCH = 500
LOOKS_BACK = timedelta(days=92)  # whoever was away for longer is not told of what is old by now


def build(edition: Edition, missed: Iterable[Edition] = ()) -> tuple[int, bool]:
    """Write what lacks of an approved edition, with what `missed` ones would have told.

    How many letters are new, and whether nobody waits for one any more.
    """
    DigestChoice.objects.enrol()
    builder = Builder(edition, missed)
    written, after = 0, 0
    while True:
        new, last = builder.build_batch(after)
        written += new
        if last is None:
            return written, not builder.waiting().exists()
        after = last


class Builder:
    """One edition, and all that was new for it."""

    def __init__(
        self,
        edition: Edition,
        missed: Iterable[Edition] = (),
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> None:
        """Without `since` from when the reader who was told longest ago was told."""
        self.edition = edition
        self.until = until or min(edition.ends_at, timezone.now())
        self.since = since or self._since()
        editions = [edition, *missed]
        items = [item for each in editions for item in each.chosen()]
        self.chosen = [f"piece:{item.piece_id}" if item.piece_id else f"event:{item.event_id}" for item in items]
        self.notes = next((found for each in editions if (found := each.said())), {})
        self.news = News(
            self.since,
            self.until,
            chosen_pieces=[item.piece_id for item in items if item.piece_id],
            chosen_events=[item.event_id for item in items if item.event_id],
        )
        self.drawing = Drawing()

    def note(self, language: str) -> str:
        """English stands in for a language in which there is none; then whichever there is."""
        return self.notes.get(language) or self.notes.get(settings.LANGUAGE_CODE) or next(iter(self.notes.values()), "")

    @transaction.atomic
    def build_batch(self, after: int) -> tuple[int, int | None]:
        """The letters to the next readers; how many are new, and the last of them if there are more to come."""
        waiting = self.waiting().filter(pk__gt=after).order_by("pk")
        readers = list(waiting.select_for_update(of=("self",), skip_locked=True)[:BATCH])
        if not readers:
            return 0, None
        contents = self.contents_of(self._wanting(readers))
        new = self._write({reader: contents[reader.user_id] for reader in readers if reader.user_id in contents})
        DigestChoice.objects.filter(pk__in=[reader.pk for reader in readers]).update(told_until=self.until)
        return new, readers[-1].pk

    def contents_of(self, readers: list[DigestChoice]) -> dict[int, Contents]:
        """What each of these has to be told, by person; a fixed number of queries for all of them."""
        self.audiences = audiences_of(reader.user for reader in readers)
        people = list(self.audiences)
        follows, told = Follow.objects.keys_of(people), Digest.objects.told(people)
        own = SavedSearch.objects.in_digests().filter(user__in=people)
        searches = searched.find(((search, self.audiences[search.user_id]) for search in own), self.news)
        found = {}
        for reader in readers:
            if reader.user_id not in self.audiences:
                continue
            wishes = Wishes(
                self.audiences[reader.user_id],
                frozenset(follows.get(reader.user_id, ())),
                reader.told_until,
                frozenset(told.get(reader.user_id, ())),
                tuple(searches.get(reader.user_id, ())),
            )
            note = self.note(language_of(reader))
            contents = contents_for(wishes, self.news, note=note, chosen=self.chosen)
            if not contents.is_empty:
                found[reader.user_id] = contents
        return found

    def learn_names(self, contents: dict[int, Contents], languages: Iterable[str]) -> None:
        """Of what these letters say that their readers follow."""
        subjects = {
            each for found in contents.values() for told in (*found.chosen, *found.followed) for each in told.because
        }
        for language in set(languages):
            for audience in AUDIENCES:
                self.drawing.learn_names(subjects, audience, language)

    def _write(self, contents: dict[DigestChoice, Contents]) -> int:
        by_person = {reader.user_id: found for reader, found in contents.items()}
        self.learn_names(by_person, (language_of(reader) for reader in contents))
        waiting = notices.still_to_tell([reader.user.email for reader in contents], self.until)
        rows = {
            reader: letters.write(
                self.edition,
                recipient_of(reader),
                found,
                self.drawing,
                self.audiences[reader.user_id],
                waiting.get(reader.user.email, []),
            )
            for reader, found in contents.items()
        }
        new = store(list(rows.values()))
        stored = Message.objects.in_bulk([row.message_id for row in rows.values()], field_name="message_id")
        Digest.objects.bulk_create(
            Digest(
                edition=self.edition,
                user=reader.user,
                since=reader.told_until,
                items=contents[reader].keys,
                message=stored.get(row.message_id),
            )
            for reader, row in rows.items()
        )
        for reader, row in rows.items():
            if row.message_id in stored and reader.user.email in waiting:
                notices.mark_told(waiting[reader.user.email], stored[row.message_id])
        if new:
            transaction.on_commit(partial(nudge), robust=True)
        return new

    def waiting(self) -> DigestChoiceQuerySet:
        have_it = Digest.objects.filter(edition_id=self.edition.pk, user=OuterRef("user"))
        found = DigestChoice.objects.waiting_for(self.edition.rhythm, self.until).filter(~Exists(have_it))
        return found.select_related("user", "user__profile")

    def _since(self) -> datetime:
        first = self.waiting().aggregate(first=Min("told_until"))["first"]
        return max(first or self.until, self.until - LOOKS_BACK)

    @staticmethod
    def _wanting(readers: list[DigestChoice]) -> list[DigestChoice]:
        """Without those who chose to get none."""
        chosen = MailPreference.objects.choices_of(reader.user.email for reader in readers)
        never = MailPreference.Choice.NEVER
        return [reader for reader in readers if chosen.get((reader.user.email, letters.EDITION)) != never]


def language_of(reader: DigestChoice) -> str:
    profile = getattr(reader.user, "profile", None)
    return reader.language or (profile.locale if profile else settings.LANGUAGE_CODE)


def recipient_of(reader: DigestChoice) -> Recipient:
    profile = getattr(reader.user, "profile", None)
    zone = profile.time_zone if profile else settings.TIME_ZONE
    return as_recipient(Recipient(reader.user.email, language_of(reader), zone))
