"""What an institution can share, how much of it, and what shows that."""

from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.forms.fields import PagesField
from matching.forms.statements import StatementForm
from matching.models import Offer
from matching.models.choices import CapacityUnit
from partnerships.models import Partnership


class OfferForm(StatementForm):
    TELLING = "expertise"
    TIES = (*StatementForm.TIES, "evidence")

    capacity = django_forms.IntegerField(
        label=gettext_lazy("How much a year"),
        required=False,
        help_text=gettext_lazy("Leave it empty if you do not know yet."),
    )
    at_once = django_forms.IntegerField(
        label=gettext_lazy("How many peers at once"),
        required=False,
        initial=1,
        help_text=gettext_lazy("Introductions and partnerships under way take a place each."),
    )
    evidence = PagesField(
        label=gettext_lazy("Past partnerships that show it"),
        visible=Partnership.objects.visible_to,
        help_text=gettext_lazy("One a line: the address of its page, or its title."),
    )

    class Meta(StatementForm.Meta):
        model = Offer
        fields = (
            *("expertise", "method", "hopes_to_learn", "evidence", "sectors", "sdg_targets", "reform_stage"),
            *("capacity", "capacity_unit", "at_once", "languages", "has_interpreter", "forms"),
            *("starts_on", "ends_on", "visibility", "language"),
        )
        help_texts = {
            "expertise": gettext_lazy("What you did, and what came of it. Two sentences are enough."),
            "method": gettext_lazy("Visits, calls, reading drafts, working side by side."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        evidence: Any = self.fields["evidence"]
        evidence.user = self.user
        there = [each.pk for each in self.instance.evidence.all()] if self.instance.pk else []
        seen = set(evidence.visible(self.user).filter(pk__in=there).values_list("pk", flat=True))
        self._fill_lines("evidence", seen)
        self.fields["capacity_unit"].required = False

    def _parts(self) -> list[tuple[str, tuple[str, ...]]]:
        return [
            (_("How you would share it"), ("method", "reform_stage", "hopes_to_learn", "evidence")),
            (_("How much, and for how many"), ("capacity", "capacity_unit", "at_once")),
            (_("Sectors and goals"), ("sectors", "sdg_targets")),
            (_("Languages, ways of working, dates"), ("languages", "has_interpreter", "forms", "starts_on", "ends_on")),
            (_("Whom it is not for"), ("exclusions", "language")),
        ]

    def clean_capacity(self) -> int | None:
        amount: int | None = self.cleaned_data["capacity"]
        return _at_least_one(amount, 10_000) if amount is not None else None

    def clean_capacity_unit(self) -> str:
        return self.cleaned_data["capacity_unit"] or CapacityUnit.PLACEMENTS

    def clean_at_once(self) -> int:
        amount: int | None = self.cleaned_data["at_once"]
        return _at_least_one(1 if amount is None else amount, 1_000)

    def clean_evidence(self) -> list[Partnership]:
        """Only what the own institution took part in shows what it can do."""
        named: list[Partnership] = self.cleaned_data["evidence"]
        institution_id = self.instance.institution_id
        if institution_id:
            shared = Partnership.objects.filter(
                pk__in=[each.pk for each in named], members__institution=institution_id
            ).values_list("pk", flat=True)
            for each in named:
                if each.pk not in set(shared):
                    raise ValidationError(
                        _("Your institution is no party of “%(title)s”. Take this line out.") % {"title": each.title}
                    )
        return named


def _at_least_one(amount: int, most: int) -> int:
    if amount < 1:
        raise ValidationError(_("An offer is for one at least. Pause it while nobody is free."))
    if amount > most:
        raise ValidationError(_("This is more than one institution can do. At most %(most)d.") % {"most": most})
    return amount
