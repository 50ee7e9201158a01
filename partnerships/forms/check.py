"""The last look before a draft is submitted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import User
from partnerships import permissions
from partnerships.models import Partnership, PartnershipMember
from partnerships.services.drafts import needs_own_part

Side = PartnershipMember.Side


class SubmitForm(forms.Form):
    """Asks only what cannot be told from the record: the author's own part, and whether a source is published."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    own_part = forms.ChoiceField(
        label=_("What part does your own institution play?"),
        help_text=_("It is not named in the record yet. At first only those who are named see a record."),
        choices=[
            (Side.BROKER, _("It brought the two sides together")),
            (Side.FUNDER, _("It funds the partnership")),
            (Side.FACILITATOR, _("It runs the exchange between them")),
            (Side.SUPPLY, _("It offers its experience")),
            (Side.DEMAND, _("It asked")),
        ],
        widget=forms.RadioSelect,
    )
    from_source = forms.ChoiceField(
        label=_("How does the register know?"),
        choices=[
            ("", _("One of the sides reports it: the parties see it, and confirm it")),
            ("yes", _("From a published source: public at once, marked as unconfirmed")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, partnership: Partnership, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = partnership.version
        self.asks_own_part = needs_own_part(partnership, user)
        if not self.asks_own_part:
            del self.fields["own_part"]
        if partnership.revises or not permissions.can_publish_from_source(user):
            del self.fields["from_source"]

    def values(self) -> dict[str, Any]:
        answers = getattr(self, "cleaned_data", {})
        return {
            "version": answers.get("version", 0),
            "own_part": answers.get("own_part", ""),
            "from_source": answers.get("from_source") == "yes",
        }
