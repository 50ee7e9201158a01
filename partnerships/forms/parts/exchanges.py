"""What the partners did together, and what each side learnt from it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.forms.fields import cleaned_field
from partnerships.forms.parts.base import PartForm
from partnerships.models import Activity, LearningEntry
from partnerships.permissions_parts import sides_written_for


class ActivityForm(PartForm):
    class Meta:
        model = Activity
        fields = ["title", "kind", "starts_on", "ends_on", "mode", "travels", "people", "working_mode", "what_changed"]
        formfield_callback = cleaned_field
        help_texts = {
            "people": _("How many people took part, from both sides together."),
            "working_mode": _("How those who came worked: did they do the work, or learn with their hosts?"),
        }


class LearningEntryForm(PartForm):
    """People write for the side that their institution is on, or for both sides where both agreed on the words."""

    not_ahead = {"noted_on": _("This day is still to come. Write down what you have learnt so far.")}

    class Meta:
        model = LearningEntry
        fields = ["noted_on", "side", "title", "text"]
        formfield_callback = cleaned_field
        help_texts = {"side": _("“Both sides” only if you settled these words together.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = sides_written_for(self.user, self.instance.partnership) | {self.instance.side}
        side: Any = self.fields["side"]
        side.choices = [choice for choice in side.choices if choice[0] in {*sides, ""}]
