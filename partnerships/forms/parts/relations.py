"""What holds a partnership together: agreements, commitments, other support, and the room there is for reform."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from community.models import Institution
from partnerships.forms.fields import cleaned_field
from partnerships.forms.parts.base import PartForm
from partnerships.models import Agreement, Commitment, ComplementaryModality, ContextNote
from partnerships.permissions_parts import institutions_written_for


class AgreementForm(PartForm):
    class Meta:
        model = Agreement
        fields = ["title", "signed_on", "starts_on", "ends_on"]
        formfield_callback = cleaned_field
        help_texts = {"title": _("Such as “Second twinning agreement”. The agreements of the years make one line.")}


class CommitmentForm(PartForm):
    """Said for the own institution, at the start and again each year."""

    not_ahead = {"made_on": _("This day is still to come. Write down what has been said already.")}

    class Meta:
        model = Commitment
        fields = ["institution", "made_on", "leader", "shared_values", "commitment"]
        formfield_callback = cleaned_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = institutions_written_for(self.user, self.instance.partnership) | {self.instance.institution_id}
        offer(self, "institution", own - {None})
        if len(own - {None}) == 1:
            self.initial.setdefault("institution", next(iter(own - {None})))


class SupportForm(PartForm):
    class Meta:
        model = ComplementaryModality
        fields = ["kind", "description", "provider", "provider_name", "starts_on", "ends_on"]
        formfield_callback = cleaned_field
        help_texts = {
            "kind": _("Something other than the exchange itself that helps the same reform."),
            "provider": _("If it takes part here."),
            "provider_name": _("If it does not."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "provider", member_ids(self) | {self.instance.provider_id})


class ContextNoteForm(PartForm):
    not_ahead = {"noted_on": _("This day is still to come. Write down what you know today.")}

    class Meta:
        model = ContextNote
        fields = ["noted_on", "kind", "text"]
        formfield_callback = cleaned_field
        help_texts = {
            "text": _(
                "For the parties, always. It is in no search, no feed and on no timeline. Name offices, not people."
            )
        }


def offer(form: PartForm, name: str, ids: set[int | None]) -> None:
    """Let a field choose among these institutions only."""
    field: Any = form.fields[name]
    field.queryset = Institution.objects.filter(pk__in=[pk for pk in ids if pk])


def member_ids(form: PartForm) -> set[int | None]:
    return {member.institution_id for member in form.instance.partnership.members.all()}
