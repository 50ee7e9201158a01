"""Two texts of one form, side by side: what was typed, and what somebody saved meanwhile."""

from typing import Any

from django.utils.translation import gettext as _


def differences(typed: Any, stored: Any) -> list[tuple[str, str]]:
    """For each field that differs, its label and what stands on the portal now."""
    rows = []
    for bound in stored.visible_fields():
        if bound.name not in typed.fields:
            continue
        theirs, mine = _words(bound, bound.value()), _words(bound, typed[bound.name].value())
        if theirs != mine:
            rows.append((str(bound.label), theirs or _("empty")))
    return rows


def _words(bound: Any, value: Any) -> str:
    """A value of a form, typed or stored, as a reader knows it."""
    if isinstance(value, list | tuple) or hasattr(value, "all"):
        values = [getattr(each, "pk", each) for each in (value.all() if hasattr(value, "all") else value)]
        return ", ".join(sorted(_word(bound, each) for each in values))
    if isinstance(value, bool) or bound.widget_type == "checkbox":
        return _("yes") if value else ""
    if hasattr(value, "strftime"):
        return str(bound.field.prepare_value(bound.field.widget.format_value(value)) or "")
    return _word(bound, value).replace("\r\n", "\n").strip()


def _word(bound: Any, value: Any) -> str:
    if value in (None, ""):
        return ""
    labels = {str(key): str(label) for key, label in _flat(getattr(bound.field, "choices", ()))}
    return labels.get(str(value), str(value))


def _flat(choices: Any) -> Any:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
