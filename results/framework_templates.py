"""Frameworks to begin from. Each follows a published method, says which, and is copied: nobody is bound to it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from results.models.choices import Better, Family, Level, Measure, ResultType

Words = str | Promise


@dataclass(frozen=True)
class IndicatorTemplate:
    """One thing to observe; `rubric` are the words of the scores 1, 2, 3 … of an ordinal one.

    `kinds` are the answers of a nominal one.
    """

    title: Words
    measure: Measure
    unit: Words = ""
    better: Better = Better.HIGHER
    description: Words = ""
    numerator: Words = ""
    denominator: Words = ""
    rubric: tuple[Words, ...] = ()
    kinds: tuple[Words, ...] = ()


@dataclass(frozen=True)
class ResultTemplate:
    title: Words
    level: Level
    family: Family
    indicators: tuple[IndicatorTemplate, ...] = ()
    type: ResultType = ResultType.OUTCOME


@dataclass(frozen=True)
class FrameworkTemplate:
    """`source` is the publication of the method, as it is cited; `fits` says when people choose it."""

    key: str
    title: Words
    fits: Words
    introduction: Words
    source: str
    source_url: str
    results: tuple[ResultTemplate, ...]


ABLE = (
    _("Not yet able"),
    _("Able with a peer beside"),
    _("Able alone"),
    _("Able to show others"),
)
HABIT = (
    _("Nobody does it"),
    _("A few people do it, when they are reminded"),
    _("Most do it, most of the time"),
    _("It is how things are done here, and newcomers learn it"),
)
SHARED = (
    _("One side decides and the other follows"),
    _("Both are heard; one side decides"),
    _("Most decisions are taken together"),
    _("Decisions are taken together, and each side has changed its mind at least once"),
)

HARVESTING = FrameworkTemplate(
    key="outcome-harvesting",
    title=_("Changes first"),
    fits=_("You cannot say beforehand what will change. You collect changes as they happen, and work back from them."),
    introduction=_(
        "We write down what changed, for whom and how we know. Then we ask what our part was, and what else may "
        "explain it. No target is set beforehand."
    ),
    source="Wilson-Grau, R. (2018). Outcome Harvesting: Principles, Steps, and Evaluation Applications. IAP.",
    source_url="https://www.betterevaluation.org/methods-approaches/approaches/outcome-harvesting",
    results=(
        ResultTemplate(
            _("People do something differently"),
            Level.INDIVIDUAL,
            Family.DEVELOPMENT,
            (IndicatorTemplate(_("What do people do now that they did not do before?"), Measure.QUALITATIVE),),
        ),
        ResultTemplate(
            _("The organisation works differently"),
            Level.ORGANISATION,
            Family.DEVELOPMENT,
            (IndicatorTemplate(_("Which habits of the organisation changed?"), Measure.ORDINAL, rubric=HABIT),),
        ),
        ResultTemplate(_("Rules or relations around it changed"), Level.SYSTEM, Family.DEVELOPMENT),
    ),
)
CONTRIBUTION = FrameworkTemplate(
    key="three-levels",
    title=_("From people to the system"),
    fits=_("You expect that what people learn changes their organisation, and the organisation the system around it."),
    introduction=_(
        "We say what we expect at each level, what has to be so for one to lead to the next, and what else may "
        "bring the same change about. We look at the chain again each year."
    ),
    source="Mayne, J. (2012). Contribution analysis: Coming of age? Evaluation, 18(3), 270–280.",
    source_url="https://doi.org/10.1177/1356389012451663",
    results=(
        ResultTemplate(
            _("People are able to do the work"),
            Level.INDIVIDUAL,
            Family.DEVELOPMENT,
            (
                IndicatorTemplate(_("How able are the people who do it?"), Measure.ORDINAL, rubric=ABLE),
                IndicatorTemplate(
                    _("Share of those trained who are still in post a year later"),
                    Measure.PERCENTAGE,
                    numerator=_("still in post"),
                    denominator=_("trained a year before"),
                ),
            ),
        ),
        ResultTemplate(
            _("The organisation does it as a matter of course"),
            Level.ORGANISATION,
            Family.DEVELOPMENT,
            (
                IndicatorTemplate(_("How far has it become a habit?"), Measure.ORDINAL, rubric=HABIT),
                IndicatorTemplate(_("Days that the work takes"), Measure.UNIT, unit=_("days"), better=Better.LOWER),
            ),
        ),
        ResultTemplate(
            _("Others rely on it"),
            Level.SYSTEM,
            Family.DEVELOPMENT,
            (IndicatorTemplate(_("Who uses it, and for what decision?"), Measure.QUALITATIVE),),
            type=ResultType.IMPACT,
        ),
    ),
)
TWO_FAMILIES = FrameworkTemplate(
    key="two-families",
    title=_("How we work together, and what it changes"),
    fits=_("Three or more partners, or a long relationship: the way of working is a result of its own."),
    introduction=_(
        "We look at two families of results: what the partnership itself becomes, and what it changes for the people "
        "the institutions work for. Each side answers for both."
    ),
    source="Global Partnership Initiative on Effective Triangular Co-operation (2018). Toolkit for identifying, "
    "monitoring and evaluating the value added of triangular co-operation. OECD.",
    source_url="https://www.oecd.org/dac/triangular-co-operation/",
    results=(
        ResultTemplate(
            _("Decisions are shared"),
            Level.ORGANISATION,
            Family.PARTNERSHIP,
            (IndicatorTemplate(_("How are decisions taken?"), Measure.ORDINAL, rubric=SHARED),),
        ),
        ResultTemplate(
            _("Each side learns from the other"),
            Level.INDIVIDUAL,
            Family.PARTNERSHIP,
            (
                IndicatorTemplate(
                    _("What did the side that offers take home?"),
                    Measure.QUALITATIVE,
                    description=_("What the supply side learns counts as much as what it shows."),
                ),
            ),
        ),
        ResultTemplate(
            _("The relationship lasts beyond its budget"),
            Level.SYSTEM,
            Family.PARTNERSHIP,
            (
                IndicatorTemplate(
                    _("How does it go on without the donor?"),
                    Measure.NOMINAL,
                    kinds=(
                        _("By letters and calls"),
                        _("By visits that the sides pay themselves"),
                        _("By a new agreement"),
                        _("Not at all"),
                    ),
                ),
            ),
        ),
        ResultTemplate(
            _("The service that people get is better"),
            Level.SYSTEM,
            Family.DEVELOPMENT,
            (IndicatorTemplate(_("What do people notice?"), Measure.QUALITATIVE),),
            type=ResultType.IMPACT,
        ),
    ),
)
TEMPLATES: dict[str, FrameworkTemplate] = {
    template.key: template for template in (HARVESTING, CONTRIBUTION, TWO_FAMILIES)
}
