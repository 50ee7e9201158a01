"""Taking over what a source says now in place of what people wrote here."""

from typing import Any

from django.utils.translation import gettext as _

from iati.importing.mapping import OWN_VALUES
from iati.models import PublishedActivity
from partnerships.imports.importer import Importer
from partnerships.models import ImportedRecord, Partnership

DATES = ("planned_start", "planned_end", "actual_start", "actual_end")
LISTS = ("sectors", "sdg_targets")


class NotDecidable(Exception):
    """It is not decided here; the message tells where."""


def take_theirs(activity: PublishedActivity, difference: dict[str, Any], importer: Importer) -> None:
    """Write one value of the source into the record, and remember that it is the source's."""
    partnership = activity.partnership
    if partnership is None or not importer.may_change(partnership):
        raise NotDecidable(_("You may not change this record here: open its page instead."))
    name, value = difference["name"], difference["there"]
    record = Partnership.objects.select_for_update(of=("self",)).get(pk=partnership.pk)
    if name in LISTS:
        getattr(record, name).set(value)
        columns = []
    elif name in OWN_VALUES or name in DATES:
        setattr(record, name, value)
        columns = [name]
    else:
        raise NotDecidable(_("Members are changed on the page of the record."))
    record.version += 1
    record.save(update_fields=[*columns, "version", "updated_at"])
    imported, _is_new = ImportedRecord.objects.get_or_create(partnership=record)
    imported.values[name] = value
    imported.save()
