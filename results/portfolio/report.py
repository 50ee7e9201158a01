"""The portfolio of one selection as a document for somebody's annual report, in the reader's language."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.documents.blocks import Block, Front, bullets, heading, paragraph, pdf_of, table, word_of
from results.costs.block import cost_block
from results.models import HarvestedOutcome
from results.models.choices import Evidence, Level
from results.portfolio import figures, options, page
from results.portfolio.counts import STRONGEST_FIRST, OutcomeCounts, count
from results.selections import Selection

MOST_OUTCOMES = 100
WRITERS = {"pdf": pdf_of, "docx": word_of}


def write(format: str, selection: Selection, user: Any) -> bytes:
    """The file, with what this person may see. Raises PDFNotPossible where the server cannot write a PDF."""
    counts = count(selection, user)
    return WRITERS[format](_front(selection, counts), _blocks(selection, counts, user))


def _front(selection: Selection, counts: OutcomeCounts) -> Front:
    today = formats.date_format(timezone.localdate(), "DATE_FORMAT")
    return Front(
        title=_("What changed, and how we know"),
        kind_line=page.headline(counts),
        version_line=_told(selection) or _("All partnerships"),
        date_line=_("P2P Portal, %(date)s") % {"date": today},
        language=(translation.get_language() or "en")[:2],
    )


def _told(selection: Selection) -> str:
    return "; ".join(chip["label"] for chip in options.chips(selection, lambda rest: "", options.labels()))


def _blocks(selection: Selection, counts: OutcomeCounts, user: Any) -> list[Block]:
    kept = figures.figures(selection)
    return [
        *_outcomes_counted(counts),
        *_outcomes(selection, user),
        *_portfolio(kept.data),
        *_costs(kept.data),
        heading(_("How this is worked out"), 2),
        paragraph(
            _("Outcomes are contributions, not sole causes. The word of evidence rises by acts, never by a menu.")
        ),
        Block("link", settings.BASE_URL + reverse("results:method")),
        Block("link", settings.BASE_URL + reverse("results:portfolio") + selection.address()),
    ]


def _outcomes_counted(counts: OutcomeCounts) -> list[Block]:
    words = dict(Evidence.choices)
    head = [_("Level"), *(str(words[word]) for word in STRONGEST_FIRST), _("Total")]
    rows = [
        [str(label), *map(str, counts.of_level(level)), str(sum(counts.of_level(level)))]
        for level, label in Level.choices
    ]
    found = [heading(_("Outcomes by level and strength of evidence"), 2), table(head, rows)]
    if counts.negative:
        worse = ngettext(
            "%(count)d of them is a change for the worse.",
            "%(count)d of them are changes for the worse.",
            counts.negative,
        ) % {"count": counts.negative}
        found.append(paragraph(worse))
    return found


def _outcomes(selection: Selection, user: Any) -> list[Block]:
    """The latest told, each with who changed, what the partnership did for it, and how well it is known."""
    seen = selection.apply(HarvestedOutcome.objects.listed_for(user)).select_related("partnership")
    newest = list(seen.defer("partnership__search").order_by("-changed_at", "-pk")[: MOST_OUTCOMES + 1])
    if not newest:
        return [paragraph(_("Nobody has told of a change here yet"))]
    found = [heading(_("Outcomes"), 2)]
    if len(newest) > MOST_OUTCOMES:
        found.append(paragraph(_("The latest %(count)d.") % {"count": MOST_OUTCOMES}))
    for outcome in newest[:MOST_OUTCOMES]:
        found += _outcome(outcome)
    return found


def _outcome(outcome: HarvestedOutcome) -> list[Block]:
    marks = [str(outcome.get_evidence_display()), str(outcome.get_level_display()), outcome.when]
    marks += [_("Somebody disagrees")] if outcome.is_disputed else []
    marks += [_("A change for the worse")] if outcome.is_negative else []
    marks += [_("Demonstration record")] if outcome.is_demo else []
    return [
        heading(outcome.what_changed, 3),
        Block("stance", " · ".join(mark for mark in marks if mark)),
        paragraph(f"{outcome.who_changed} · {outcome.partnership.title}"),
        paragraph(_("Contribution: %(text)s") % {"text": outcome.contribution}),
    ]


def _portfolio(data: dict[str, Any]) -> list[Block]:
    rows = [[str(label), str(value)] for label, value in page.portfolio_rows(data)]
    found = [heading(_("The portfolio"), 2), table([_("What"), _("How many")], rows)] if rows else []
    targets = [
        [row.label, str(row.count), str(row.corroborated)]
        for row in page.target_rows(data["targets"], options.labels())
    ]
    if targets:
        head = [_("SDG target"), _("Outcomes"), _("corroborated or better")]
        found += [heading(_("By SDG target"), 2), table(head, targets)]
    return found


def _costs(data: dict[str, Any]) -> list[Block]:
    costs = cost_block(data["costs"], data["partnerships"])
    if costs is None:
        return []
    found = [heading(_("What it cost"), 2), paragraph(f"{costs.coverage}.")]
    for chart in (costs.per_partnership, costs.per_outcome):
        if chart:
            told = chart.table()
            found += [heading(chart.title, 3), table([*told.head], [[*row] for row in told.rows])]
    notes = [note for note in (costs.refusal, costs.brokering, costs.unconverted) if note]
    return [*found, bullets(notes)] if notes else found
