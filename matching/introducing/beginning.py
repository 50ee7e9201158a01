"""Both sides said yes: the partnership that begins, in the words of who asked, with terms for them to sign first."""

import uuid
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Max, Min, Sum
from django.utils import translation
from django.utils.translation import gettext as _

from community.models import User
from core.models import Visibility
from matching.models import Introduction, Offer
from partnerships.answers import Party
from partnerships.models import CostLine, Partnership, Terms
from partnerships.models.choices import Stage
from partnerships.services.drafts import create_draft, submit_draft

NAMESPACE = uuid.UUID("8d5f9d2e-6c0b-4f0d-9c70-0b8e8f6f2a51")  # one introduction begins one partnership
MINUTES_A_DAY = Decimal(480)
TENTH = Decimal("0.1")


def begin_partnership(introduction: Introduction, *, by: User) -> Partnership:
    """The record of the two, at the stage of scoping, for the parties alone.

    Called under the lock of the introduction; `by` answers for the side that asks where somebody there has an
    account. Once more gives the same record.
    """
    with translation.override(introduction.language):
        partnership = create_draft(
            values=_answers(introduction), creation_key=uuid.uuid5(NAMESPACE, str(introduction.pk)), by=by
        )
        if not partnership.is_draft:
            return partnership
        partnership = submit_draft(partnership=partnership, version=partnership.version, by=by)
        Terms.objects.get_or_create(partnership=partnership, number=1, defaults={"text": terms_text(introduction)})
    if introduction.is_demo and not partnership.is_demo:
        Partnership.objects.filter(pk=partnership.pk).update(is_demo=True)
    _add_broker_time(introduction, partnership)
    return partnership


def _answers(introduction: Introduction) -> dict[str, object]:
    need, offer = introduction.need, introduction.offer
    values: dict[str, object] = {
        "problem": introduction.problem,
        "stage": Stage.SCOPING,
        "demand": [
            Party(institution=introduction.demand_institution, learns=need.expertise_wanted[:500] if need else "")
        ],
        "supply": [Party(institution=introduction.supply_institution, brings=offer.expertise[:500] if offer else "")],
    }
    if introduction.broker_institution and introduction.broker_institution not in _sides(introduction):
        values["broker"] = [Party(institution=introduction.broker_institution)]
    if need:
        values |= {
            "reform": need.reform,
            "expertise_wanted": need.expertise_wanted,
            "sectors": list(need.sectors.all()),
            "sdg_targets": list(need.sdg_targets.all()),
        }
    languages = _common_languages(introduction)
    return values | ({"languages": languages} if languages else {})


def _sides(introduction: Introduction) -> tuple[object, object]:
    return introduction.demand_institution, introduction.supply_institution


def _common_languages(introduction: Introduction) -> list[str]:
    """Those that both named; of one alone, its own."""
    need, offer = introduction.need, introduction.offer
    asked, offered = need.languages if need else [], offer.languages if offer else []
    common = [code for code in asked if code in offered]
    return common or list(asked or offered)


def terms_text(introduction: Introduction) -> str:
    """A first wording for the side that asks to change and to sign: what each of them said already."""
    need, offer = introduction.need, introduction.offer
    told = [
        (_("What is to change"), introduction.problem),
        (_("The reform it belongs to"), need.reform if need else ""),
        (_("The experience that is wanted"), need.expertise_wanted if need else ""),
        (_("What the peer can share"), offer.expertise if offer else ""),
        (_("How the two would work"), offer.method if offer else ""),
        (_("What is shared in return"), need.in_return if need else ""),
        (_("What the peer hopes to learn"), offer.hopes_to_learn if offer else ""),
        (_("When"), _dates(introduction)),
        (_("How much, and how many at once"), _capacity(offer)),
        (_("Who pays for what"), _("To be agreed.")),
        (_("How each side can end it"), _("Either side, in writing, whenever it no longer serves the reform.")),
    ]
    return "\n\n".join(f"{head}\n{text.strip()}" for head, text in told if text.strip())[:20000]


def _dates(introduction: Introduction) -> str:
    found = [each for each in (introduction.need, introduction.offer) if each]
    begins = max((each.starts_on for each in found if each.starts_on), default=None)
    ends = min((each.ends_on for each in found if each.ends_on), default=None)
    return " – ".join(day.isoformat() for day in (begins, ends) if day)


def _capacity(offer: Offer | None) -> str:
    if offer is None or not offer.capacity:
        return ""
    return f"{offer.capacity} ({offer.get_capacity_unit_display()})"


def _add_broker_time(introduction: Introduction, partnership: Partnership) -> None:
    """What brokering took before anything was signed is a cost of the partnership, in days."""
    spent = introduction.times.aggregate(minutes=Sum("minutes"), first=Min("on"), last=Max("on"))
    if not spent["minutes"]:
        return
    days = (Decimal(spent["minutes"]) / MINUTES_A_DAY).quantize(TENTH, ROUND_HALF_UP)
    CostLine.objects.get_or_create(
        partnership=partnership,
        kind=CostLine.Kind.BROKERING,
        defaults={
            "payer": introduction.broker_institution,
            "days": max(days, TENTH),
            "starts_on": spent["first"],
            "ends_on": spent["last"],
            "note": _("Brokering before the partnership began"),
            "visibility": Visibility.PARTIES,
        },
    )
