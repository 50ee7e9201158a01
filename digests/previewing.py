"""An edition as one reader will get it, before anybody does; nothing is stored but a test that one sends oneself."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from community.models import Country, Sector, User
from digests import letters
from digests.audiences import MEMBERS
from digests.building import Builder, recipient_of
from digests.contents import Contents, Wishes, contents_for
from digests.models import DigestChoice, Edition
from digests.news import Subject
from digests.news.item import subject
from mail import services as mail
from mail.letters import Letter, render
from mail.services import Recipient

WINDOW: dict[str, int] = {Edition.Rhythm.WEEKLY: 7, Edition.Rhythm.MONTHLY: 31}
EXAMPLE = "reader@example.org"


@dataclass(frozen=True)
class Example:
    """A reader who might be: in a language, verified or not, with what they follow."""

    language: str = settings.LANGUAGE_CODE
    audience: str = MEMBERS
    follows: list[Sector | Country] = field(default_factory=list)

    @property
    def subjects(self) -> frozenset[Subject]:
        return frozenset(subject(type(each), each.pk) for each in self.follows)


def letter_for_example(edition: Edition, example: Example) -> Letter | None:
    """None where the digest would be empty, and not be sent."""
    builder = _builder(edition)
    contents = contents_for(
        Wishes(example.audience, example.subjects),
        builder.news,
        note=builder.note(example.language),
        chosen=builder.chosen,
    )
    builder.audiences = {0: example.audience}
    return _drawn(builder, contents, Recipient(EXAMPLE, example.language), example.audience)


def letter_for_person(edition: Edition, person: User) -> Letter | None:
    """As this person would get it now."""
    builder = _builder(edition)
    choice = DigestChoice.objects.select_related("user", "user__profile").filter(user=person).first()
    reader = choice or DigestChoice(user=person, told_until=builder.since)
    contents = builder.contents_of([reader]).get(person.pk, Contents())
    audience = builder.audiences.get(person.pk, "")
    return _drawn(builder, contents, recipient_of(reader), audience)


def send_test(edition: Edition, *, to: User) -> int:
    """The letter to oneself, at once; 0 where there is nothing to tell."""
    builder = _builder(edition)
    choice = DigestChoice.objects.select_related("user", "user__profile").filter(user=to).first()
    reader = choice or DigestChoice(user=to, told_until=builder.since)
    contents = builder.contents_of([reader]).get(to.pk, Contents())
    if contents.is_empty:
        return 0
    recipient, audience = recipient_of(reader), builder.audiences[to.pk]
    builder.learn_names({to.pk: contents}, [recipient.language])
    return mail.queue(
        purpose=letters.TEST,
        period=f"{edition.period}:{timezone.now():%Y%m%dT%H%M%S}",
        to=[recipient],
        template="digests/emails/edition",
        context=letters.context_of(edition, recipient, contents, builder.drawing, audience, [])
        | {"choices_url": mail.choices_url(recipient.address, letters.EDITION, recipient.language)},
    )


def _builder(edition: Edition) -> Builder:
    until = min(edition.ends_at, timezone.now())
    return Builder(edition, until=until, since=until - timedelta(days=WINDOW[edition.rhythm]))


def _drawn(builder: Builder, contents: Contents, recipient: Recipient, audience: str) -> Letter | None:
    if contents.is_empty:
        return None
    builder.learn_names({0: contents}, [recipient.language])
    context = letters.context_of(builder.edition, recipient, contents, builder.drawing, audience, [])
    return render(recipient, "digests/emails/edition", context | {"kicker": context["dated"]})
