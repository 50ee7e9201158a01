"""A family of partnerships as a picture: the oldest on top, what grew out of it below and further in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advice.lineage.family import Branch, Family
from advice.lineage.rungs import LADDER, Rung
from core.charts.chart import Chart
from core.charts.drawing import LINE, Drawing, Key, Mark, Stroke, Table, Text, lines_of
from core.charts.numbers import NOT_KNOWN

SHAPES: dict[str, tuple[str, str]] = {
    Rung.IN_COUNTRY: ("disc", ""),
    Rung.REGIONAL: ("diamond", ""),
    Rung.INTERNATIONAL: ("ring", ""),
    Rung.UNKNOWN: ("disc", "quiet"),
}
STEP, DEEPEST = 6.0, 5  # hundredths of the width a level is set in; deeper ones stand below each other
LETTERS, LETTERS_A_LEVEL = 38, 3
ABOVE, BELOW = 14, 16


@dataclass(frozen=True, kw_only=True)
class FamilyChart(Chart):
    """What a mark stands for says the legend; the titles are those of the list beside it, cut to two lines."""

    family: Family

    def is_empty(self) -> bool:
        return not self.family.has_others

    def summary(self) -> str:
        oldest, steps = self.family.oldest, max(each.level for each in self.family.oldest.flat())
        told = ngettext(
            "%(count)d partnership in %(levels)d generations, from “%(oldest)s”.",
            "%(count)d partnerships in %(levels)d generations, from “%(oldest)s”.",
            self.family.count,
        )
        return told % {"count": self.family.count, "levels": steps + 1, "oldest": oldest.partnership.title}

    def legend(self) -> Sequence[Key]:
        there = {each.rung for each in self.family.oldest.flat()}
        return [
            Key(SHAPES[rung][0], str(rung.label), SHAPES[rung][1]) for rung in (*LADDER, Rung.UNKNOWN) if rung in there
        ]

    def table(self) -> Table:
        titles = {each.partnership.pk: each.partnership.title for each in self.family.oldest.flat()}
        rows = [
            [
                each.partnership.title,
                str(each.rung.label),
                each.partnership.period or NOT_KNOWN,
                titles.get(each.partnership.scaled_from_id or 0, NOT_KNOWN),
            ]
            for each in self.family.oldest.flat()
        ]
        return Table([_("Partnership"), _("How far it reaches"), _("When"), _("Grown out of")], rows)

    def drawing(self) -> Drawing:
        drawing = Drawing(0, "xs")
        self._draw(drawing, self.family.oldest, 0.0)
        drawing.height = max(text.y for text in drawing.texts) + BELOW
        return drawing

    def _draw(self, drawing: Drawing, branch: Branch, y: float) -> tuple[float, float]:
        """Where its mark is, down, and where the next branch begins."""
        level = min(branch.level, DEEPEST)
        x, mark = level * STEP, y + ABOVE
        line = y + ABOVE + 5
        for words in lines_of(branch.partnership.title, LETTERS - LETTERS_A_LEVEL * level):
            drawing.texts.append(Text(x, line, words, "value" if branch.is_this else "label", dx=16))
            line += LINE
        drawing.texts.append(Text(x, line, told_below(branch), "tick", dx=16))
        ends = line + BELOW
        for each in branch.grown:
            its_x = min(each.level, DEEPEST) * STEP
            its_mark, next_y = self._draw(drawing, each, ends)
            if its_x > x:
                drawing.strokes.append(Stroke(x, its_mark, its_x, its_mark, "between"))
            drawing.strokes.append(Stroke(x, mark, x, its_mark, "between"))
            ends = next_y
        shape, css = SHAPES[branch.rung]
        drawing.marks.append(Mark(x, mark, shape, css))
        return mark, ends


def told_below(branch: Branch) -> str:
    """The second line: the rung in a word, and when."""
    told = [str(branch.rung.label) if branch.rung != Rung.UNKNOWN else "", branch.partnership.period]
    if branch.is_this:
        told.append(_("this one"))
    return " · ".join(part for part in told if part) or str(Rung.UNKNOWN.label)
