"""Keeping note of whose word on the present wording is missing, so that lists need not work it out."""

from django.db import connection, transaction

from core.models import Visibility
from partnerships.consents import to_be_asked
from partnerships.models import AwaitedWord, Partnership

# Records of which nobody has said a word: every institution that asks or offers is awaited.
UNSPOKEN = """
INSERT INTO partnerships_awaitedword (partnership_id, institution_id)
SELECT DISTINCT member.partnership_id, member.institution_id
FROM partnerships_partnershipmember AS member
JOIN partnerships_partnership AS record ON record.id = member.partnership_id
WHERE record.id = ANY(%(ids)s) AND record.visibility <> 'private'
  AND member.institution_id IS NOT NULL AND member.side IN ('demand', 'supply', 'peer')
  AND NOT EXISTS (SELECT FROM partnerships_confirmation AS said WHERE said.partnership_id = record.id)
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def note_awaited(partnership: Partnership) -> None:
    """Write down whose word is missing. Called wherever a wording or a consent changes; safe to repeat.

    What is said of a record counts for its new wordings too, so these are looked at as well.
    """
    for each in [partnership, *partnership.revisions.exclude(visibility=Visibility.PRIVATE)]:
        _note(each)


def _note(partnership: Partnership) -> None:
    awaited: set[int] = set()
    if partnership.visibility != Visibility.PRIVATE:
        awaited = {member.institution_id for member in to_be_asked(partnership) if member.institution_id}
    noted = AwaitedWord.objects.filter(partnership=partnership)
    noted.exclude(institution__in=awaited).delete()
    rows = [AwaitedWord(partnership=partnership, institution_id=pk) for pk in awaited]
    AwaitedWord.objects.bulk_create(rows, ignore_conflicts=True)


def note_awaited_of_new(ids: list[int]) -> None:
    """The same for many records at once of which nobody has said a word, such as those of an import."""
    with connection.cursor() as cursor:
        cursor.execute(UNSPOKEN, {"ids": ids})
