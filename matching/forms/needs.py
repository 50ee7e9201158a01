"""What an institution is trying to change."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.forms.statements import StatementForm
from matching.models import Need


class NeedForm(StatementForm):
    TELLING = "problem"

    class Meta(StatementForm.Meta):
        model = Need
        fields = (
            *("problem", "reform", "expertise_wanted", "in_return", "sectors", "sdg_targets", "reform_stage"),
            *("languages", "has_interpreter", "forms", "starts_on", "ends_on", "include_own_country"),
            *("visibility", "language"),
        )
        help_texts = {
            "problem": gettext_lazy("In your own words. Two sentences are enough."),
            "reform": gettext_lazy("Its name, what it changes, who is behind it."),
            "expertise_wanted": gettext_lazy("What a peer should have done themselves."),
        }

    def _parts(self) -> list[tuple[str, tuple[str, ...]]]:
        return [
            (_("About the reform"), ("reform", "reform_stage", "expertise_wanted", "in_return")),
            (_("Sectors and goals"), ("sectors", "sdg_targets")),
            (_("Languages, ways of working, dates"), ("languages", "has_interpreter", "forms", "starts_on", "ends_on")),
            (_("Whom to look among"), ("include_own_country", "exclusions", "language")),
        ]
