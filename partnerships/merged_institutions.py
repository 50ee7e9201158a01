"""What was agreed about records stays agreed when two rows for one institution become one.

A confirmation is bound to a wording that names institutions, so their merging would seem to change it.
"""

from collections.abc import Callable

from community.models import Institution
from core.append_only import rewriting_logs
from partnerships.awaited import note_awaited
from partnerships.models import Confirmation, OwnWords, Partnership
from partnerships.revisions import revision_of


def keep_consents(keep: Institution, drop: Institution) -> Callable[[], None]:
    """Note the wordings that name `drop`; what is returned binds the words on them to how they read afterwards."""
    before = {record.pk: (revision_of(record), len(record.members.all())) for record in _naming(drop)}

    def bind_anew() -> None:
        for record in _read(list(before)):
            wording, members = before[record.pk]
            if len(record.members.all()) == members:  # where both took part, texts were joined: that is to be read anew
                _replace(record, wording, revision_of(record))
            note_awaited(record)

    return bind_anew


def _naming(institution: Institution) -> list[Partnership]:
    return _read(list(Partnership.objects.of_institutions([institution.pk]).values_list("pk", flat=True)))


def _read(ids: list[int]) -> list[Partnership]:
    found = Partnership.objects.filter(pk__in=ids).defer("search").order_by("pk")
    return list(found.prefetch_related("members", "sectors", "sdg_targets"))


def _replace(record: Partnership, before: str, after: str) -> None:
    on_it = [pk for pk in (record.pk, record.revises_id) if pk]
    with rewriting_logs():
        Confirmation.objects.filter(partnership__in=on_it, revision=before).update(revision=after)
        own = OwnWords.objects.filter(partnership=record)
        own.filter(wording_before=before).update(wording_before=after)
        own.filter(wording_after=before).update(wording_after=after)
