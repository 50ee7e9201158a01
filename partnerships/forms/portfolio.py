"""What is asked before records are confirmed or handed over together, and the numbers of the own files."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.models import Institution, Membership, User
from core.models import Visibility
from core.validators import clean_text
from partnerships.forms.confirm import AUDIENCES
from partnerships.models import DonorReference, Partnership, PartnershipMember
from partnerships.permissions_portfolio import own_member_ids


class ConfirmTogetherForm(forms.Form):
    agreed_visibility = forms.ChoiceField(
        label=_("Who may see them, once both sides have confirmed"),
        choices=AUDIENCES,
        initial=Visibility.PUBLIC,
        widget=forms.RadioSelect,
    )


class ColleagueField(forms.ModelChoiceField):
    """One verified membership: the colleague, and for which institution they take over."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user.display_name}, {obj.institution.name}"


class HandOverForm(forms.Form):
    to = ColleagueField(
        label=_("Colleague"),
        queryset=Membership.objects.none(),
        empty_label=_("Choose a colleague"),
        help_text=_("Verified members of your institution. They get a letter, and see the records under “Mine”."),
        error_messages={
            "required": _("Choose the colleague who looks after the records from now on."),
            "invalid_choice": _("This is no verified colleague of yours. Choose one from the list."),
        },
    )

    def __init__(self, *args: Any, user: User, records: list[Partnership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        among = PartnershipMember.objects.filter(partnership__in=records, institution__in=user.institution_ids)
        colleagues = Membership.objects.active().filter(
            institution__in=among.values("institution"), user__is_active=True
        )
        self.fields["to"].queryset = (  # type: ignore[attr-defined]
            colleagues.exclude(user=user)
            .named_to(user)
            .select_related("user", "institution")
            .order_by("user__name", "pk")
        )

    def clean(self) -> dict[str, Any]:
        """Whoever sends their own name by hand is told so, rather than that there is no such colleague."""
        sent = self.data.get(self.add_prefix("to"), "")
        if "to" in self.errors and sent.isascii() and sent.isdigit() and self._is_own(sent):
            del self.errors["to"]
            self.add_error("to", _("This is yourself. Choose a colleague."))
        return self.cleaned_data

    def _is_own(self, sent: str) -> bool:
        return len(sent) < 19 and self.user.memberships.filter(pk=int(sent)).exists()


class NumberForm(forms.Form):
    """One field for each own institution that takes part; an empty one takes the number away."""

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partnership = partnership
        ids = own_member_ids(user, partnership)
        known = DonorReference.objects.filter(partnership=partnership, institution__in=ids)
        numbers = dict(known.values_list("institution", "number"))
        institutions = Institution.objects.in_bulk(ids)
        for pk in ids:
            self.fields[f"number_{pk}"] = forms.CharField(
                label=_("Reference number at %(name)s") % {"name": institutions[pk].name},
                initial=numbers.get(pk, ""),
                max_length=100,
                required=False,
                help_text=_("Only members of your institution see it. Leave it empty to take it away."),
            )

    def clean(self) -> dict[str, Any]:
        for name, value in self.cleaned_data.items():
            self.cleaned_data[name] = clean_text(value)
        return self.cleaned_data

    @transaction.atomic
    def save(self) -> None:
        for name, number in self.cleaned_data.items():
            pk = int(name.removeprefix("number_"))
            if number:
                DonorReference.objects.update_or_create(
                    partnership=self.partnership, institution_id=pk, defaults={"number": number}
                )
            else:
                DonorReference.objects.filter(partnership=self.partnership, institution=pk).delete()
