"""How the partners changed course, and the shocks that made them: found among those that are known, or named."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.validators import clean_text, validate_has_letters
from partnerships.forms.fields import CleanCharField, cleaned_field
from partnerships.forms.parts.base import PartForm
from partnerships.models import Adaptation, CriticalJuncture, Repurposing

MOST_OFFERED = 100


class NameInput(forms.TextInput):
    """A box that offers the names that are known; any other may be typed."""

    template_name = "partnerships/_offered_names.html"
    names: Any = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, {**(attrs or {}), "list": f"known-{name}"})
        context["widget"]["names"] = self.names
        return context


class WithJuncture(PartForm):
    """A change that may follow a critical juncture, shared by all whom it touched.

    A name that is known, in whatever case and accents, is that juncture; a new one is named with the day
    it began, and stored together with the change.
    """

    juncture = CleanCharField(
        label=_("Critical juncture"),
        required=False,
        max_length=150,
        validators=[validate_has_letters],
        widget=NameInput,
        help_text=_("A shock that touched many, such as Covid-19 or an election. Others will find it by this name."),
    )
    juncture_began = forms.DateField(
        label=_("When it began"), required=False, help_text=_("Only for a juncture that is not in the list yet.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = CriticalJuncture.objects.order_by("-started_on").values_list("name", flat=True)
        self.fields["juncture"].widget.names = known[:MOST_OFFERED]
        self.initial["juncture"] = self.stored(self.instance, "juncture")

    def stored(self, item: Any, name: str) -> Any:
        if name == "juncture":
            return item.juncture.name if item.juncture else ""
        return None if name == "juncture_began" else super().stored(item, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "juncture" in cleaned and "juncture_began" in cleaned:
            self.instance.juncture = self._juncture(cleaned["juncture"], cleaned["juncture_began"])
        return cleaned

    def _juncture(self, name: str, began: Any) -> CriticalJuncture | None:
        """The one of this name, or a new one that is not stored yet."""
        if not name:
            if began:
                self.add_error("juncture", _t("Name what began on that day."))
            return None
        known: CriticalJuncture | None = CriticalJuncture.objects.called(name).first()
        if known is None and not began:
            self.add_error("juncture_began", _t("This one is new here. Say when it began."))
        return known or CriticalJuncture(name=clean_text(name), started_on=began)


class AdaptationForm(WithJuncture):
    not_ahead = {"decided_on": _("This day is still to come. Write a change down once it is decided.")}

    class Meta:
        model = Adaptation
        fields = ["decided_on", "trigger", "decision", "evidence", "effect"]
        formfield_callback = cleaned_field
        help_texts = {"decision": _("It stays as you write it: later changes are new entries.")}

    field_order = ["decided_on", "trigger", "juncture", "juncture_began", "decision", "evidence", "effect"]


class RepurposingForm(WithJuncture):
    """Agreed work that was turned to something else, and why."""

    not_ahead = {"changed_on": _("This day is still to come. Write a change down once it is decided.")}
    field_order = ["changed_on", "activity", "from_work", "to_work", "why", "juncture", "juncture_began"]

    class Meta:
        model = Repurposing
        fields = ["changed_on", "activity", "from_work", "to_work", "why"]
        formfield_callback = cleaned_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        activity: Any = self.fields["activity"]
        own = activity.queryset.visible_to(self.user).filter(partnership=self.instance.partnership)
        activity.queryset = own.order_by("-starts_on")
