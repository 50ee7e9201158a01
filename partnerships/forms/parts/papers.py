"""Papers, people and figures of a record: documents, contacts and costs."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from core.uploads import WHAT_IS_TAKEN, taken_in
from mail.addresses import clean_address
from partnerships.amounts import read_amount
from partnerships.currencies import check_currency
from partnerships.forms.fields import cleaned_field
from partnerships.forms.parts.base import PartForm
from partnerships.forms.parts.relations import member_ids, offer
from partnerships.models import Contact, CostLine, Document
from partnerships.permissions_parts import institutions_written_for


class AmountField(forms.Field):
    """Figures with either comma or point. What is typed stays as it was typed when it is refused."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 40})

    def __init__(self, *, figures: int, places: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.figures, self.places = figures, places

    def to_python(self, value: Any) -> Decimal | None:
        return read_amount(str(value or ""), self.figures, self.places)


class CostLineForm(PartForm):
    """Each institution tells its own costs; nobody tells what another has paid."""

    amount = AmountField(label=_("Amount"), required=False, figures=12, places=2)
    days = AmountField(label=_("Days"), required=False, figures=7, places=1)
    day_rate = AmountField(label=_("Rate a day"), required=False, figures=8, places=2)

    class Meta:
        model = CostLine
        fields = [
            "payer",
            "kind",
            "amount",
            "currency",
            "days",
            "day_rate",
            "rate_source",
            "starts_on",
            "ends_on",
            "note",
        ]
        formfield_callback = cleaned_field
        help_texts = {
            "currency": _("Three letters, such as EUR."),
            "note": _("What it was for."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = institutions_written_for(self.user, self.instance.partnership) | {self.instance.payer_id}
        offer(self, "payer", own)
        payer: Any = self.fields["payer"]
        if own - {None}:
            payer.required, payer.empty_label = True, None if len(own - {None}) == 1 else payer.empty_label

    def clean_currency(self) -> str:
        return check_currency(self.cleaned_data["currency"])


class DocumentWordsForm(PartForm):
    """What is said of a document. For another file, it is removed and added again."""

    class Meta:
        model = Document
        fields = ["title", "category", "language"]
        formfield_callback = cleaned_field

    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", "—"), *settings.LANGUAGES])


class DocumentForm(DocumentWordsForm):
    class Meta(DocumentWordsForm.Meta):
        fields = ["title", "category", "file", "url", "language"]
        help_texts = {"file": WHAT_IS_TAKEN}

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        return self._with_room(taken_in(upload)) if upload else upload

    def _with_room(self, file: Any) -> Any:
        there = Document.objects.filter(partnership=self.instance.partnership).aggregate(
            together=Sum("size", default=0)
        )["together"]
        if there + file.size > settings.DOCUMENTS_MAX_BYTES:
            raise ValidationError(
                _(
                    "The documents of this partnership together are more than %(most)d MB. Remove one that is not needed."
                )
                % {"most": settings.DOCUMENTS_MAX_BYTES // 1_000_000}
            )
        return file


class ContactForm(PartForm):
    """Somebody on either side. The person's consent decides who else reads the name."""

    email = forms.CharField(
        label=_("E-mail address"),
        help_text=_("For the portal’s own letters. It is shown to nobody."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = Contact
        fields = ["institution", "name", "role", "job_title", "email", "language", "consent"]
        formfield_callback = cleaned_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "institution", member_ids(self) | {self.instance.institution_id})

    def clean_email(self) -> str:
        return clean_address(self.cleaned_data["email"])
