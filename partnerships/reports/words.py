"""The sentences that both kinds of document share."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def headings() -> dict[str, str]:
    return {
        "selection": _("Selected"),
        "summary": _("Summary"),
        "what": _("What"),
        "number": _("Number"),
        "rests_on": _("What it rests on"),
        "fact": _("As recorded"),
        "facts": _("Who takes part, and where it stands"),
        "exchanges": _("Exchanges held in the period"),
        "learning": _("What was learnt in the period"),
        "adaptations": _("What was changed on the way"),
        "what_changed": _("What changed, as told"),
        "page": _("Page"),
    }


def contribution() -> str:
    return _("The partnership contributed to this. It does not claim it alone, and nobody has checked it here.")


def nothing() -> str:
    return _("None of the selected records can be read by the person who asked for this report.")


def left_out(count: int) -> str:
    text = ngettext(
        "%(count)d selected record is not in this report: it is a draft, or not to be read any more.",
        "%(count)d selected records are not in this report: they are drafts, or not to be read any more.",
        count,
    )
    return text % {"count": count}
