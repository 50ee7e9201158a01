"""Asking anew whose word is missing: by a letter to their focal points, else by a new link to the same address."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import Institution, User
from mail.services import queue
from partnerships.asking.links import CannotSend, renew_link, send_link
from partnerships.asking.people import recipient, speakers_at
from partnerships.models import AwaitedWord, Partnership, SideLink
from partnerships.revisions import revision_of


@dataclass
class Answer:
    """How many institutions were to be asked, how many letters go out, and what stood in the way of others, in plain words."""

    asked: int = 0
    sent: int = 0
    obstacles: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        letters = ngettext("%(count)d letter goes out.", "%(count)d letters go out.", self.sent) % {"count": self.sent}
        if not self.asked:
            return _("Nobody’s word is missing any more.")
        if not self.sent and not self.obstacles:
            return _("They were asked today already. Please give them a day.")
        return " ".join([*([letters] if self.sent else []), *self.obstacles])


@transaction.atomic
def ask_again(*, partnership: Partnership, by: User) -> Answer:
    """Remind every institution but one's own whose word is missing; each at most once a day."""
    words = AwaitedWord.objects.filter(partnership=partnership).exclude(institution__in=by.institution_ids)
    answer = Answer()
    for word in words.select_related("institution").order_by("pk"):
        answer.asked += 1
        _ask(partnership, word.institution, by, answer)
    return answer


def _ask(partnership: Partnership, institution: Institution, by: User, answer: Answer) -> None:
    people = speakers_at(institution.pk, partnership)
    if people:
        answer.sent += queue(
            purpose="confirmation-asked",
            period=f"{partnership.pk}-{revision_of(partnership)[:16]}-{timezone.localdate():%Y-%m-%d}",
            to=[recipient(user) for user in people],
            template="partnerships/emails/confirmation_asked",
            context={"partnership": partnership, "reporter": partnership.reported_by},
        )
        return
    try:
        answer.sent += _ask_by_link(partnership, institution, by)
    except CannotSend as error:
        answer.obstacles.append(str(error))


def _ask_by_link(partnership: Partnership, institution: Institution, by: User) -> int:
    """A new link to whoever was sent the last one, else to the contacts that the record names."""
    links = SideLink.objects.reachable().filter(partnership=partnership, institution=institution)
    last = links.filter(kind=SideLink.Kind.CONFIRM).select_related("partnership", "institution", "sent_by").first()
    if last is not None:
        if timezone.localdate(last.created_at) == timezone.localdate():
            return 0
        renew_link(link=last, by=by)
        return 1
    contacts = list((partnership.revises or partnership).contacts.filter(institution=institution))
    if not contacts:
        raise CannotSend(
            _("Nobody of %(name)s is known here. Add a contact on the page of the record first.")
            % {"name": institution}
        )
    for contact in contacts:
        send_link(
            partnership=partnership,
            institution=institution,
            address=contact.email,
            language=contact.language,
            name=contact.name,
            by=by,
        )
    return len(contacts)
