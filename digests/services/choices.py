"""What readers choose: how often a digest comes, and the searches they keep."""

from urllib.parse import urlencode

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from core.registry import KeptList
from core.validators import clean_text
from digests.letters import EDITION
from digests.models import DigestChoice, SavedSearch
from digests.models.choices import Notice
from mail import services as mail
from mail.models import MailPreference

NEVER = "never"
MOST_SEARCHES = 50
LONGEST_QUERY = 1500


class CannotKeep(Exception):
    """The message tells the person why."""


@transaction.atomic
def choose_digest(*, reader: User, rhythm: str, language: str, by: User) -> DigestChoice:
    """Weekly, monthly or never. The last is a choice about mail, as the link in each letter makes it."""
    choice, _is_new = DigestChoice.objects.get_or_create(user=reader)
    choice.language = language
    if rhythm != NEVER:
        choice.rhythm = rhythm
    choice.save(update_fields=["rhythm", "language", "updated_at"])
    wanted = MailPreference.Choice.NEVER if rhythm == NEVER else MailPreference.Choice.AT_ONCE
    mail.choose(address=reader.email, choices={EDITION: wanted})
    return choice


@transaction.atomic
def keep_search(*, kept: KeptList, pairs: list[tuple[str, str]], by: User) -> SavedSearch:
    """The search as it stands in the address; keeping it once more changes nothing."""
    if not pairs:
        raise CannotKeep(_("Search for something, or choose a filter: then you can keep it."))
    query = urlencode(pairs)
    if len(query) > LONGEST_QUERY:
        raise CannotKeep(_("This search is too long to be kept. Choose fewer filters."))
    own = SavedSearch.objects.filter(user=User.objects.select_for_update().get(pk=by.pk))
    same = own.filter(listing=kept.name, query=query).first()
    if same:
        return same
    if own.count() >= MOST_SEARCHES:
        raise CannotKeep(_("You keep %(most)d searches, which is as many as one can.") % {"most": MOST_SEARCHES})
    name = f"{kept.label}: {kept.words(pairs)}"
    return SavedSearch.objects.create(user=by, listing=kept.name, query=query, name=clean_text(name)[:120])


@transaction.atomic
def change_search(*, search: SavedSearch, name: str, notice: str, by: User) -> SavedSearch:
    """Who begins to want it at once hears of what is new from now on."""
    stored = SavedSearch.objects.select_for_update().get(pk=search.pk)
    if notice == Notice.AT_ONCE and stored.notice != Notice.AT_ONCE:
        stored.told_until = timezone.now()
    stored.name, stored.notice = name, notice
    stored.save(update_fields=["name", "notice", "told_until", "updated_at"])
    return stored
