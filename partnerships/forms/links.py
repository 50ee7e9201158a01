"""What the other side answers behind its signed link."""

import zlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from partnerships.correctable import ASKING, CorrectableField, as_answers, correctable
from partnerships.forms.answering import AnswererForm
from partnerships.forms.confirm import AUDIENCES
from partnerships.forms.fields import CleanCharField
from partnerships.forms.texts import LongText, as_typed
from partnerships.models import SideLink
from partnerships.proposals import DATES, shown

CONFIRM, CORRECT, OBJECT = "confirm", "correct", "object"
LONGEST_NOTE = 2000
FIX = "fix-"


class AnswerForm(AnswererForm):
    """Right, to be corrected, or objected to: none of them is chosen beforehand.

    Each field of the record that this side may correct gets a box with what stands in it, or with what the
    side has proposed already. The side that asks has one more, for the problem in its own words.
    """

    decision = forms.ChoiceField(
        label=_("What do you say?"),
        choices=[
            (CONFIRM, _("It is right")),
            (CORRECT, _("Correct it")),
            (OBJECT, _("We object")),
        ],
        widget=forms.RadioSelect(attrs={"class": "radio-cards"}),
        error_messages={"required": _("Choose one of the three answers.")},
    )
    own_words = LongText(
        label=_("The problem, in your own words"),
        help_text=_("These words are yours alone: they stand at once, and nobody has to accept them."),
        most=5000,
        rows=6,
        required=False,
    )
    reason = LongText(
        label=_("Why do you object?"),
        help_text=_("The record is hidden from the public at once, and the secretariat is told your reason."),
        most=LONGEST_NOTE,
        error_messages={"required": _("Say in a sentence why you object.")},
    )
    agreed_visibility = forms.ChoiceField(
        label=_("Who may see it, once both sides have confirmed"),
        choices=AUDIENCES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may see the record.")},
    )
    note = LongText(label=_("A note to the other side"), most=LONGEST_NOTE, rows=2, required=False)

    def __init__(self, *args: Any, link: SideLink, proposed: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.link, self.proposed = link, proposed
        self.correctable = correctable(link.partnership, link.institution, link.side)
        for each in self.correctable:
            self.fields[FIX + each.name] = box_for(each, proposed.get(each.name, as_typed(each.stands)))
        if self.is_bound:
            decision = self["decision"].data
            self.fields["reason"].required = decision == OBJECT
            self.fields["agreed_visibility"].required = decision in (CONFIRM, CORRECT)
        if link.side in ASKING:
            self.fields["own_words"].initial = as_typed(link.partnership.problem)
        else:
            del self.fields["own_words"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == CORRECT:
            self._check_corrected()
        elif cleaned.get("decision"):
            self._refuse_changes()
        return cleaned

    def _check_corrected(self) -> None:
        corrections = self.corrections()
        try:
            as_answers(self.link.partnership, self.link.institution_id, corrections)
        except forms.ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(FIX + name, messages)
        if not corrections and not self.in_own_words() and not self.boxes_with_errors():
            self.add_error("decision", _t("Nothing is written differently yet. Change at least one field below."))

    def _refuse_changes(self) -> None:
        """Text that somebody wrote is never passed over in silence."""
        changed = [str(self[name].label) for name in self.box_names() if name in self.changed_data]
        if changed:
            words = _t("You wrote something different under: %(fields)s. Choose “Correct it”, or put the text back.")
            self.add_error("decision", words % {"fields": ", ".join(changed)})

    def corrections(self) -> dict[str, str]:
        """Each field that should say something else than it does, the problem in own words left out."""
        texts = [(each, self.cleaned_data.get(FIX + each.name)) for each in self.correctable]
        return {each.name: text for each, text in texts if text is not None and text != as_typed(each.stands)}

    def in_own_words(self) -> str:
        text = self.cleaned_data.get("own_words") or ""
        return "" if text == as_typed(self.link.partnership.problem) else text

    def marks(self) -> str:
        """What each box held when the page was made, by which it is told later whether somebody wrote in it."""
        return " ".join(f"{name}:{mark_of(self.fields[name].initial)}" for name in self.box_names())

    def with_fresh_boxes(self, marks: str) -> dict[str, Any]:
        """What was sent, but what stands now in each box in which nobody wrote."""
        read = dict(mark.split(":", 1) for mark in marks.split() if ":" in mark)
        sent = {name: self[name].data for name in self.fields}
        fresh = {name: self.fields[name].initial for name in self.box_names() if mark_of(sent[name]) == read.get(name)}
        return sent | fresh

    def box_names(self) -> list[str]:
        return [name for name in self.fields if name.startswith(FIX) or name == "own_words"]

    def boxes_with_errors(self) -> list[str]:
        return [name for name in self.box_names() if name in self.errors]

    def boxes(self) -> list[dict[str, Any]]:
        """The fields to correct, each with its box and whether to show it open."""
        changed = self.changed_data if self.is_bound else []
        return [
            {
                "stands": shown(each.name, each.stands),
                "box": self[FIX + each.name],
                "proposed": self.proposed.get(each.name),
                "is_open": FIX + each.name in changed or each.name in self.proposed,
            }
            for each in self.correctable
        ]

    def changes(self) -> list[dict[str, str]]:
        """What stands and what it should say, field by field, for reading it over."""
        wanted = self.corrections()
        return [
            {
                "label": str(self[FIX + each.name].label),
                "stands": str(shown(each.name, each.stands)),
                "wanted": str(shown(each.name, wanted[each.name])),
            }
            for each in self.correctable
            if each.name in wanted
        ]

    def typed(self) -> list[tuple[str, str]]:
        """Whatever somebody wrote, to be kept on a page that takes no answer any more."""
        boxes = [self[name] for name in ("own_words", "reason", "note", *self.box_names()) if name in self.fields]
        found = {
            box.html_name: (str(box.label), str(box.value() or "")) for box in boxes if box.name in self.changed_data
        }
        return list(found.values())


def mark_of(text: Any) -> str:
    return f"{zlib.crc32(as_typed(str(text or '')).encode()):08x}"


def box_for(field: CorrectableField, initial: str) -> forms.Field:
    label = capfirst(field.label)
    if field.choices:
        return forms.ChoiceField(label=label, choices=field.choices, initial=initial)
    if field.name in DATES:
        words = _("A year (2024), a month (2024-03) or a day (2024-03-09).")
        return CleanCharField(label=label, required=False, initial=initial, help_text=words)
    rows = 5 if len(initial) > 200 else 2
    return LongText(label=label, most=field.max_length, rows=rows, required=False, initial=initial)


class ReplyForm(AnswererForm):
    """A word in the discussion of one proposal, or taking the proposal back."""

    REPLY, WITHDRAW = "reply", "withdraw"

    what = forms.ChoiceField(
        label=_("What do you want to do?"),
        choices=[(REPLY, _("Reply")), (WITHDRAW, _("Take our proposal back"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what to do.")},
    )
    text = LongText(label=_("Your reply"), most=LONGEST_NOTE, rows=3, required=False)
    field_order = ["what", "text", "name", "job_title", "website"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") == self.REPLY and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _t("Write your reply."))
        return cleaned

    def typed(self) -> list[tuple[str, str]]:
        text = self["text"].value()
        return [(str(self["text"].label), str(text))] if text else []


class SendAnewForm(forms.Form):
    """Asked with a tick, so that a program which presses every button sends no mail."""

    wanted = forms.BooleanField(
        label=_("Yes, send a new link to the address this one was sent to"),
        error_messages={"required": _("Tick the box first: a link is sent only if somebody asks for it.")},
    )
    website = AnswererForm.base_fields["website"]

    def clean_website(self) -> str:
        if self.cleaned_data.get("website"):
            raise forms.ValidationError(_("Leave the hidden box empty."), code="program")
        return ""
