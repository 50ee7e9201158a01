"""The field that asks which record this one grew out of."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partnerships.answers import Origin
from partnerships.forms.fields import CleanCharField
from partnerships.known import find_known
from partnerships.models import Partnership

MOST_OFFERED = 3


class OriginField(CleanCharField):
    """Address or title of a record that the person may see; `user`, `record` and `stored` come from the form.

    Empty where it is tied already by somebody who sees more: then it is left as it is.
    """

    user: Any = None
    record: Partnership | None = None
    stored: Origin | None = None

    def clean(self, value: Any) -> Origin | None:
        typed = super().clean(value)
        if typed == (self.stored.title if self.stored else ""):
            return self.stored
        return self._found(typed) if typed else None

    def _found(self, typed: str) -> Origin:
        seen = Partnership.objects.listed_for(self.user)
        by_title = list(seen.filter(title__iexact=typed).order_by("pk")[:2])
        found = find_known(typed, self.user) or (by_title[0] if len(by_title) == 1 else None)
        if len(by_title) > 1 and found is None:
            raise ValidationError(_("Several partnerships bear this title. Paste the address of the one you mean."))
        if found is None:
            raise ValidationError(self._none_found(typed))
        if self.record and found.pk in (self.record.pk, self.record.revises_id):
            raise ValidationError(_("A partnership cannot have grown out of itself."))
        return Origin(found.pk, found.title)

    def _none_found(self, typed: str) -> str:
        near = Partnership.objects.listed_for(self.user).filter(title__icontains=typed).order_by("title")
        titles = list(near.values_list("title", flat=True)[:MOST_OFFERED])
        if not titles:
            return _("We find no partnership of this address or title that you may see.")
        return _("Write the whole title, or paste the address. Do you mean: %(titles)s") % {"titles": "; ".join(titles)}
