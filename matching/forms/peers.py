"""The two questions of the finder, and what narrows or orders its answers. All of it stands in the address."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community import languages
from community.models import Country, Institution, SDGTarget, Sector
from core.forms import TypedTextForm
from core.validators import validate_has_letters
from matching.finder_who import Who
from matching.forms.emphasis import EmphasisFields
from matching.models.choices import FORMS, ReformStage
from matching.scoring.asked import Asked

FORM_ID = "peers"
LONGEST_QUESTION = 600  # it travels in an address, where an Arabic letter takes six signs
OFFERED = ["ar", "en", "es", "fr", "pt", "ru"]
NOT_CHOSEN = ("", _("Not chosen"))


class PeersForm(TypedTextForm, EmphasisFields):
    """Fields may stand anywhere on the page: each says to which form it belongs."""

    text = forms.CharField(
        label=_("What are you trying to change?"),
        max_length=LONGEST_QUESTION,
        validators=[validate_has_letters],
        help_text=_("Two or three sentences, 600 characters at most."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Say in a sentence or two what you are trying to change.")},
    )
    who = forms.CharField(
        label=_("Who are you?"),
        required=False,
        max_length=250,
        help_text=_("Your institution, or your country."),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    institution = forms.CharField(required=False, widget=forms.HiddenInput)
    country = forms.ChoiceField(label=_("Your country"), required=False)
    kind = forms.ChoiceField(label=_("Kind of institution you are"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages you can work in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    interpreter = forms.BooleanField(label=_("An interpreter is fine"), required=False)
    abroad = forms.BooleanField(label=_("Leave out institutions in my own country"), required=False)
    target = forms.ChoiceField(label=_("Target of the development goals"), required=False)
    stage = forms.ChoiceField(label=_("How far is your reform?"), required=False)
    form = forms.MultipleChoiceField(
        label=_("Forms of working together"), required=False, choices=FORMS, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, who: Who | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = who or Who()
        offered = {
            "country": [NOT_CHOSEN, *sorted_by_name((each.iso2, each.name) for each in Country.objects.all())],
            "kind": [NOT_CHOSEN, *[choice for choice in Institution.Kind.choices if choice[0] != "unknown"]],
            "sector": [NOT_CHOSEN, *sector_choices()],
            "target": [NOT_CHOSEN, *target_choices()],
            "stage": [NOT_CHOSEN, *ReformStage.choices],
            "languages": self._languages(),
        }
        for name, choices in offered.items():
            chosen: Any = self.fields[name]
            chosen.choices = choices
        for field in self.fields.values():
            field.widget.attrs["form"] = FORM_ID

    def _languages(self) -> list[tuple[str, str]]:
        typed = self.data.getlist("languages") if hasattr(self.data, "getlist") else []
        known = [code for code in typed if len(code) <= 3 and languages.name(code)]
        return sorted({(code, languages.name(code) or code) for code in [*OFFERED, *self.asks.asker.languages, *known]})

    def asked(self) -> Asked:
        typed = self.cleaned_data
        return Asked(
            text=typed["text"],
            who=self.asks.asker,
            language=(get_language() or "en")[:2],
            sectors=(typed["sector"],) if typed.get("sector") else (),
            targets=(typed["target"],) if typed.get("target") else (),
            languages=tuple(typed.get("languages", ())),
            has_interpreter=typed.get("interpreter", False),
            forms=tuple(typed.get("form", ())),
            reform_stage=float(typed["stage"]) if typed.get("stage") else None,
            include_own_country=not typed.get("abroad", False),
            emphasis=self.emphasis,
        )


def sorted_by_name(choices: Any) -> list[tuple[str, str]]:
    return sorted(choices, key=lambda choice: str(choice[1]))


def sector_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each category with its purposes under it; the category itself stands first, for the whole of it."""
    groups: dict[str, list[tuple[str, str]]] = {}
    names: dict[str, str] = {}
    for each in Sector.objects.filter(is_withdrawn=False).order_by("code"):
        names[each.code] = each.name
        groups.setdefault(each.category_id or each.code, []).append((each.code, each.name))
    return [(names.get(code, code), options) for code, options in groups.items()]


def target_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for target in SDGTarget.objects.select_related("goal").order_by("goal", "code"):
        groups.setdefault(f"{target.goal_id} {target.goal.name}", []).append((target.code, str(target)))
    return list(groups.items())
