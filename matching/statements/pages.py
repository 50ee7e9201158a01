"""What the pages of needs and offers print."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community import languages
from matching import permissions
from matching.models import Introduction, Need, Offer, PeerProfile
from matching.models.choices import FORMS
from matching.statements.kinds import KINDS, OFFER, StatementKind, kind_of
from matching.suggestions import matches_panel
from partnerships.models import Partnership

MOST_EVIDENCE, MOST_OWN, MOST_ANSWERING, MOST_INTRODUCTIONS = 20, 200, 20, 10
ORDER = ("draft", "open", "in_introduction", "paused", "matched", "closed")


def context_of(statement: Any, user: Any) -> dict[str, Any]:
    kind = kind_of(statement)
    is_own = user.is_authenticated and statement.institution_id in user.institution_ids
    may_publish = permissions.can_publish_statement(user, statement)
    context = addresses(statement) | {
        "statement": statement,
        "kind": kind,
        "facts": facts(statement),
        "hints": hints(statement) if _may_be_mended(statement, user) else [],
        "exclusions": list(statement.exclusions.select_related("country")) if is_own else [],
        "is_own": is_own,
        "may_state": permissions.can_state(user),
        "may_edit": permissions.can_edit_statement(user, statement),
        "may_publish": may_publish,
        "may_delete": permissions.can_delete_statement(user, statement),
        "awaits_word": may_publish and _awaits_word(statement),
        "introductions": _introductions_of(kind, statement, user),
    }
    context |= _of_offer(statement, user) if kind is OFFER else {"matches": matches_panel(statement, user)}
    if statement.is_open and not is_own and user.is_authenticated:
        other = Need if kind is OFFER else Offer
        answering = other.objects.open().filter(institution__in=user.institution_ids).defer("search")
        context[f"own_{other._meta.model_name}s"] = list(answering.order_by("-changed_at", "-pk")[:MOST_ANSWERING])
    return context


def addresses(statement: Any) -> dict[str, str]:
    """Where its steps are taken."""
    kind = kind_of(statement)
    steps = ("edit", "open", "confirm", "close", "delete", *(["pause"] if kind is OFFER else []))
    return {f"{step}_url": kind.url(step, statement.pk) for step in steps}


def rows(found: Any) -> Any:
    """What a line of the list prints, in one query and one for the sectors."""
    return found.select_related("institution__country").prefetch_related("sectors").defer("search")


def add_free_places(kind: StatementKind, items: list[Any]) -> None:
    """How many more peers each offer of a page has room for."""
    if kind is not OFFER or not items:
        return
    counted = Offer.objects.with_capacity().filter(pk__in=[each.pk for each in items]).values_list("pk", "in_use")
    in_use = dict(counted)
    for offer in items:
        offer.free = max(0, offer.at_once - in_use.get(offer.pk, 0))


def facts(statement: Any) -> list[tuple[str, Any]]:
    """Terms and facts; what is not said stays away."""
    words = dict(FORMS)
    spoken = languages.names(statement.languages)
    if statement.has_interpreter:
        interpreter = _("an interpreter is fine")
        spoken = f"{spoken}; {interpreter}" if spoken else interpreter
    rows = [
        (_("Sectors"), "; ".join(str(each) for each in statement.sectors.all())),
        (_("SDG targets"), "; ".join(str(each) for each in statement.sdg_targets.all())),
        (_("Languages"), spoken),
        (_("Ways of working together"), ", ".join(str(words.get(each, each)) for each in statement.forms)),
        (_("How far the reform is"), statement.get_reform_stage_display() if statement.reform_stage else ""),
        (_("When"), _when(statement)),
        (_("Own country"), _not_own_country(statement)),
        (_("Confirmed on"), date_format(statement.confirmed_on)),
    ]
    return [(str(term), fact) for term, fact in rows if fact]


def told(statement: Any) -> list[tuple[str, Any]]:
    """What is stored, in full, for who writes at the same thing to read beside the own words."""
    columns = ("problem", "reform", "expertise_wanted", "in_return", "expertise", "method", "hopes_to_learn")
    words = [
        (str(statement._meta.get_field(name).verbose_name), getattr(statement, name))
        for name in columns
        if getattr(statement, name, "")
    ]
    return [*words, *facts(statement)]


def hints(statement: Any) -> list[str]:
    """What would help others to find it, for who may add it."""
    found = []
    if not statement.sectors.exists():
        found.append(_("No sector is named: peers are found by the words alone."))
    institution = statement.institution
    spoken = institution.languages or (institution.country.official_languages if institution.country else [])
    if not statement.languages and not spoken and not statement.has_interpreter:
        found.append(_("No language is known: name one, or say that an interpreter is fine."))
    spoken = statement.languages or spoken
    if isinstance(statement, Need) and spoken and not statement.has_interpreter and not _is_spoken(spoken, statement):
        found.append(_("No possible peer is known to work in a language of yours. Say whether an interpreter is fine."))
    return found


def _is_spoken(spoken: list[str], need: Need) -> bool:
    peers = PeerProfile.objects.exclude(institution=need.institution_id)
    return bool(peers.filter(languages__overlap=list(spoken)).exists())


def _of_offer(offer: Any, user: Any) -> dict[str, Any]:
    add_free_places(OFFER, [offer])
    shown = Partnership.objects.visible_to(user).filter(shown_by_offers=offer).order_by("title", "pk")
    return {"evidence": list(shown.only("title", "slug", "is_demo")[:MOST_EVIDENCE])}


def _may_be_mended(statement: Any, user: Any) -> bool:
    """Whether anybody is still to find it, and this person may change it."""
    return (statement.is_draft or statement.is_open) and permissions.can_edit_statement(user, statement)


def _introductions_of(kind: StatementKind, statement: Any, user: Any) -> list[Introduction]:
    """Those that this person may see; what a side has not heard of yet is not even counted."""
    came = Introduction.objects.visible_to(user).filter(**{kind.name: statement})
    return list(came.for_listing().order_by("-asked_at", "-pk")[:MOST_INTRODUCTIONS])


def _awaits_word(statement: Any) -> bool:
    """Whether it was asked if it still holds, and nobody has said so."""
    asked = statement.asked_on
    return bool(asked and asked > statement.confirmed_on and statement.is_open)


def _when(statement: Any) -> str:
    first, last = statement.starts_on, statement.ends_on
    if first and first <= timezone.localdate():
        first = None
    if first and last:
        return _("From %(first)s to %(last)s") % {"first": date_format(first), "last": date_format(last)}
    if first:
        return _("From %(first)s") % {"first": date_format(first)}
    return _("Until %(last)s") % {"last": date_format(last)} if last else ""


def _not_own_country(statement: Any) -> str:
    return "" if getattr(statement, "include_own_country", True) else _("Peers of other countries only")


def own(user: Any) -> list[dict[str, Any]]:
    """What the institutions of this person need and offer, with drafts and what is closed; the open ones first."""
    return [{"kind": kind, "rows": _own_rows(kind, user)} for kind in KINDS.values()]


def _own_rows(kind: StatementKind, user: Any) -> list[Any]:
    mine = kind.model.objects.filter(institution__in=user.institution_ids).select_related("institution")
    rows = list(mine.defer("search").order_by("-changed_at", "-pk")[:MOST_OWN])
    return sorted(rows, key=lambda row: ORDER.index(row.status))
