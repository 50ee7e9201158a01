"""Beginning a framework, from a template, from another partnership's, or with a blank sheet; and changing it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from core.models import Visibility
from core.versions import check_version
from partnerships.models import Partnership
from results.changes import all_of, changed, listed, named, told_parts
from results.framework_templates import FrameworkTemplate, IndicatorTemplate
from results.locking import lock_partnership, locked, next_number
from results.models import Disaggregation, Indicator, Observation, Result, ResultsFramework, RubricStep


class CannotChange(Exception):
    """The framework cannot be changed like this; the message says why, in plain words."""


@transaction.atomic
def begin_framework(
    *,
    partnership: Partnership,
    template: FrameworkTemplate | None = None,
    copy_of: ResultsFramework | None = None,
    title: str = "",
    by: User,
) -> ResultsFramework:
    """The framework of a partnership, for its parties. Where there is one already, that one as it is.

    A template is copied in the language of the page; another partnership's framework in its own, without its
    baselines, targets and observations.
    """
    lock_partnership(partnership)
    there = ResultsFramework.objects.filter(partnership=partnership).first()
    if there:
        return there
    framework = ResultsFramework(partnership=partnership, recorded_by=by, title=title or str(_("What we hope to see")))
    framework.language = (translation.get_language() or "en")[:2]
    if template:
        framework.title = title or str(template.title)
        framework.introduction = str(template.introduction)
        framework.template, framework.source, framework.source_url = template.key, template.source, template.source_url
    elif copy_of:
        for name in ("title", "introduction", "template", "source", "source_url", "language"):
            setattr(framework, name, getattr(copy_of, name))
        framework.source = copy_of.source or _("After the framework of %(title)s") % {"title": copy_of.partnership}
    framework.save()
    if template:
        _fill(framework, template)
    elif copy_of:
        _copy(framework, copy_of)
    begun_from = f" from {template.key}" if template else f" from that of {copy_of.partnership}" if copy_of else ""
    mark_changed(framework, by=by, what=f"began framework “{framework.title}”{begun_from}")
    return framework


@transaction.atomic
def save_framework(*, framework: ResultsFramework, by: User, seen_version: int) -> ResultsFramework:
    """Store its title and words. Raises EditedMeanwhile."""
    lock_partnership(framework.partnership)
    stored = locked(framework)
    check_version(stored, seen_version)
    framework.version += 1
    framework.save()
    mark_changed(framework, by=by, what=all_of("edited framework", changed(stored, framework)))
    return framework


@transaction.atomic
def save_result(*, result: Result, by: User, seen_at: datetime | None = None) -> Result:
    """Store a result, a new one at the end. Raises EditedMeanwhile."""
    lock_partnership(result.framework.partnership)
    if result.pk:
        stored = locked(result)
        check_version(stored, seen_at)
        what = all_of(f"edited result “{result}”", changed(stored, result))
    else:
        what = f"added result “{result}”"
        locked(result.framework)
        result.position = result.framework.results.count()
    result.save()
    mark_changed(result.framework, by=by, what=what)
    return result


@transaction.atomic
def remove_result(*, result: Result, by: User) -> bool:
    """Take away a result of which nothing was observed; False if it was gone before. Raises CannotChange."""
    lock_partnership(result.framework.partnership)
    stored = Result.objects.filter(pk=result.pk).first()
    if stored is None:
        return False
    if Observation.objects.filter(indicator__result=stored).exists():
        raise CannotChange(_("Something was observed of it already. What was observed stays."))
    stored.delete()
    mark_changed(result.framework, by=by, what=f"removed result “{stored}”")
    return True


@transaction.atomic
def save_indicator(
    *,
    indicator: Indicator,
    rubric: Iterable[tuple[int, str]] = (),
    baseline_parts: Iterable[Any] = (),
    by: User,
    seen_version: int | None = None,
) -> Indicator:
    """Store an indicator with its rubric; a new one gets its number. Raises EditedMeanwhile and CannotChange.

    What it measures, and in which unit, stays once something was observed: the figures would mean something else.
    """
    framework = indicator.result.framework
    lock_partnership(framework.partnership)
    if not indicator.pk:
        locked(indicator.result)
        indicator.partnership = framework.partnership
        indicator.number = next_number(Indicator, framework.partnership)
        indicator.position = indicator.result.indicators.count()
        was, scale, by_part = None, [], []
    else:
        stored = locked(indicator)
        check_version(stored, seen_version)
        _refuse_another_unit(stored, indicator)
        indicator.version = stored.version + 1
        was, scale, by_part = stored, list(stored.rubric.all()), told_parts(stored.baseline_parts.all())
    indicator.save()
    indicator.rubric.all().delete()
    RubricStep.objects.bulk_create(RubricStep(indicator=indicator, score=s, words=words) for s, words in rubric)
    indicator.baseline_parts.all().delete()
    Disaggregation.objects.bulk_create(
        Disaggregation(baseline_of=indicator, dimension=p.dimension, category=p.category, value=p.value, words=p.words)
        for p in baseline_parts
    )
    told = [
        changed(was, indicator) if was else "",
        listed("scale", scale, indicator.rubric.all()),
        listed("baseline by part", by_part, told_parts(indicator.baseline_parts.all())),
    ]
    what = all_of(f"edited {named(indicator)}", *told) if was else f"added {named(indicator)}"
    mark_changed(framework, by=by, what=what)
    return indicator


@transaction.atomic
def remove_indicator(*, indicator: Indicator, by: User) -> bool:
    """Take away an indicator of which nothing was observed; False if it was gone before. Raises CannotChange."""
    framework = indicator.result.framework
    lock_partnership(framework.partnership)
    stored = Indicator.objects.filter(pk=indicator.pk).first()
    if stored is None:
        return False
    if stored.observations.exists():
        raise CannotChange(_("Something was observed of it already. What was observed stays."))
    stored.delete()
    mark_changed(framework, by=by, what=f"removed {named(stored)}")
    return True


def mark_changed(framework: ResultsFramework, *, by: User, what: str) -> None:
    """Nobody has agreed to what it says now: it is for the parties again, who read in the log of the record why."""
    shown = (Visibility.PUBLIC, Visibility.COMMUNITY)
    is_closed = ResultsFramework.objects.filter(pk=framework.pk, visibility__in=shown).update(
        visibility=Visibility.PARTIES
    )
    if is_closed:
        framework.visibility = Visibility.PARTIES
        what = f"{what or 'saved framework'}; for the parties again"
    Partnership.objects.filter(pk=framework.partnership_id).update(changed_at=timezone.now())
    if what:
        target = framework.partnership
        auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=target, detail=what)


def _refuse_another_unit(stored: Any, indicator: Indicator) -> None:
    if (stored.measure, stored.unit) == (indicator.measure, indicator.unit):
        return
    if Observation.objects.filter(indicator=stored).exists():
        raise CannotChange(
            _(
                "Observations in %(unit)s are there already, and would mean something else. "
                "Keep the unit, or add another indicator."
            )
            % {"unit": stored.unit or stored.get_measure_display()}
        )


def _fill(framework: ResultsFramework, template: FrameworkTemplate) -> None:
    for position, planned in enumerate(template.results):
        result = Result.objects.create(
            framework=framework,
            title=str(planned.title),
            level=planned.level,
            family=planned.family,
            type=planned.type,
            position=position,
        )
        for place, each in enumerate(planned.indicators):
            _add_indicator(result, each, place)


def _add_indicator(result: Result, planned: IndicatorTemplate, position: int) -> None:
    indicator = Indicator.objects.create(
        result=result,
        partnership=result.framework.partnership,
        number=next_number(Indicator, result.framework.partnership),
        title=str(planned.title),
        description=str(planned.description),
        measure=planned.measure,
        unit=str(planned.unit),
        better=planned.better,
        numerator=str(planned.numerator),
        denominator=str(planned.denominator),
        kinds=[str(kind) for kind in planned.kinds],
        position=position,
    )
    RubricStep.objects.bulk_create(
        RubricStep(indicator=indicator, score=score, words=str(words))
        for score, words in enumerate(planned.rubric, start=1)
    )


def _copy(framework: ResultsFramework, other: ResultsFramework) -> None:
    told = ("title", "description", "level", "family", "type", "may_be_summed", "position")
    asked = ("title", "description", "measure", "unit", "numerator", "denominator", "kinds", "better", "frequency")
    for theirs in other.results.prefetch_related("indicators__rubric"):
        result = Result.objects.create(framework=framework, **{name: getattr(theirs, name) for name in told})
        for each in theirs.indicators.all():
            indicator = Indicator.objects.create(
                result=result,
                partnership=framework.partnership,
                number=next_number(Indicator, framework.partnership),
                position=each.position,
                sdg_target_id=each.sdg_target_id,
                **{name: getattr(each, name) for name in asked},
            )
            RubricStep.objects.bulk_create(
                RubricStep(indicator=indicator, score=step.score, words=step.words) for step in each.rubric.all()
            )
