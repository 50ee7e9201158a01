"""Whether an activity may be a peer partnership. No code of the standard says so; a person decides, this only asks.

The words of title and descriptions, triangular co-operation, and experts between public bodies of two countries make
it possible. Sectors of government never do by themselves, but they raise it (spec: the heuristic of the portal).
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from iati import vocabulary
from iati.reading.activity import Activity

WORDS = re.compile(
    r"twinn(?:ing|ed)|jumelage|hermanamiento|توأمة|peer[- ]to[- ]peer|p2p partnership|de pair[s]? à pair[s]?|entre pares"
    r"|institutional (?:cooperation|co-operation|partnership)|institution-to-institution"
    r"|coop[ée]ration institutionnelle|partenariat institutionnel|cooperaci[óo]n institucional"
    r"|myndighetssamverkan|institutionellt samarbete|verwaltungspartnerschaft",
    re.IGNORECASE,
)
TRIANGULAR = "8"
EXPERTS = ("D01", "D02")
PUBLIC_BODIES = ("10", "11", "15")
CARRIES_OUT = "4"
COUNTRY = re.compile(r"^([A-Z]{2})-")
NO_COUNTRY = ("XM", "XI", "XR", "EU")
GOVERNANCE = range(15110, 15161)
STATISTICS = 16062


@dataclass(frozen=True)
class Judgement:
    """`reasons` are `{"code", "value"}`, said in the reader's language by `said`."""

    is_possible: bool = False
    reasons: list[dict[str, str]] = field(default_factory=list)


def judge(activity: Activity) -> Judgement:
    reasons = [*_our_own(activity), *_words(activity), *_triangular(activity), *_experts(activity)]
    if not reasons:
        return Judgement()
    return Judgement(True, [*reasons, *_sectors(activity)])


def said(reason: dict[str, str]) -> str:
    """A reason in plain words."""
    return {
        "ours": _("Published by a portal like this one: %(value)s"),
        "word": _("Title or description say “%(value)s”"),
        "triangular": _("Reported as triangular co-operation (collaboration type %(value)s)"),
        "experts": _("Experts between public bodies of different countries (%(value)s)"),
        "sector": _("Its sector is one that peers often work in: %(value)s"),
    }.get(reason["code"], "%(value)s") % {"value": reason["value"]}


def country_of(ref: str) -> str:
    """The country that an organisation identifier begins with, if it begins with one."""
    found = COUNTRY.match(ref)
    return found[1] if found and found[1] not in NO_COUNTRY else ""


def _our_own(activity: Activity) -> list[dict[str, str]]:
    ours = [tag.code for tag in activity.tags if vocabulary.is_ours(tag.vocabulary, tag.vocabulary_uri)]
    return [{"code": "ours", "value": ours[0]}] if ours else []


def _words(activity: Activity) -> list[dict[str, str]]:
    texts = [*activity.titles, *(text for each in activity.descriptions for text in each.texts)]
    found = {match.group(0).casefold(): None for text in texts for match in WORDS.finditer(text.text)}
    return [{"code": "word", "value": word} for word in found]


def _triangular(activity: Activity) -> list[dict[str, str]]:
    return [{"code": "triangular", "value": TRIANGULAR}] if activity.collaboration_type == TRIANGULAR else []


def _experts(activity: Activity) -> list[dict[str, str]]:
    codes = [aid.code for aid in activity.aid_types if aid.code in EXPERTS]
    if not codes:
        return []
    bodies = [org for org in activity.organisations if org.role == CARRIES_OUT and org.type in PUBLIC_BODIES]
    countries = sorted({country for org in bodies if (country := country_of(org.ref))})
    return [{"code": "experts", "value": f"{codes[0]}, {', '.join(countries)}"}] if len(countries) > 1 else []


def _sectors(activity: Activity) -> list[dict[str, str]]:
    found = [
        sector.code
        for sector in activity.sectors
        if sector.code.isdigit() and (int(sector.code) in GOVERNANCE or int(sector.code) == STATISTICS)
    ]
    return [{"code": "sector", "value": ", ".join(dict.fromkeys(found))}] if found else []
