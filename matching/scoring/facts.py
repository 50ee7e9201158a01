"""The fact behind the value of each criterion: what is in common, what differs, or what is missing and where to add it.

Each function tells one criterion of one pair, in step with `sql/scoring.sql`.
"""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils import formats
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community import languages
from community.models import Country, Institution
from matching.models import PeerProfile
from matching.models.choices import FORMS, ReformStage
from matching.scoring.asked import categories
from matching.scoring.pairs import Fact, Pair

INCOMES = {
    1.0: gettext_lazy("Low income"),
    2.0: gettext_lazy("Lower middle income"),
    3.0: gettext_lazy("Upper middle income"),
    4.0: gettext_lazy("High income"),
}
LONGEST_TITLE = 90


def sector(pair: Pair) -> Fact:
    profile, asked, value = pair.profile, pair.asked, pair.value("sector")
    if value is None:
        if not asked.sectors:
            return pair.yours_missing(_("You have chosen no sector."), "sector")
        return pair.theirs_missing(_("No sector is known of this institution."))
    if value == 1:
        return Fact(pair.words.of_sectors(in_both(asked.sectors, profile.sectors)))
    if value:
        names = pair.words.of_sectors(in_both(categories(asked.sectors), profile.categories))
        return Fact(_("Another part of %(category)s") % {"category": names} if names else "")
    return Fact(_("Other sectors: %(names)s") % {"names": pair.words.of_sectors(profile.categories)})


def sdg(pair: Pair) -> Fact:
    profile, asked, value = pair.profile, pair.asked, pair.value("sdg")
    if value is None:
        if not asked.targets:
            return pair.yours_missing(_("You have chosen no target of the development goals."), "target")
        return pair.theirs_missing(_("No target of the development goals is known of its work."))
    names = pair.words.of_targets(in_both(asked.targets, profile.targets) or profile.targets)
    if value == 1:
        return Fact(names)
    if value:
        return Fact(_("Another target of the same goal: %(names)s") % {"names": names})
    return Fact(_("Other targets: %(names)s") % {"names": names})


def text(pair: Pair) -> Fact:
    if pair.value("text") is None:
        said = _("Your words are too common to tell one problem from another. Say more of it.")
        return pair.yours_missing(said, "text")
    if not pair.peer.clues:
        return Fact(_("None of the telling words of your question"))
    words = _("In common: %(words)s") % {"words": ", ".join(clue.typed for clue in pair.peer.clues)}
    record = pair.words.records.get(pair.profile.institution_id)
    if record is None or pair.profile.offer is not None:
        return Fact(words)
    return Fact(
        _("%(fact)s; in the record of") % {"fact": words},
        record.get_absolute_url(),
        Truncator(record.title).chars(LONGEST_TITLE),
    )


def track(pair: Pair) -> Fact:
    profile = pair.profile
    if pair.value("track") is None:
        url = reverse("partnerships:create")
        return Fact(_("The register holds no partnership in which it shared its experience."), url, _("Log one"))
    n = profile.partnerships
    parts = [ngettext("%(n)d partnership in the register", "%(n)d partnerships in the register", n) % {"n": n}]
    if profile.confirmed:
        parts.append(_("%(n)d confirmed by both sides") % {"n": profile.confirmed})
    if profile.outcomes:
        n = profile.outcomes
        outcomes = ngettext("%(n)d outcome", "%(n)d outcomes", n) % {"n": n}
        parts.append(f"{outcomes}, {_evidence(profile)}")
    return Fact("; ".join(parts))


def _evidence(profile: PeerProfile) -> str:
    if profile.verified:
        return _("%(n)d independently verified") % {"n": profile.verified}
    if profile.corroborated:
        return _("%(n)d corroborated") % {"n": profile.corroborated}
    return _("self-reported or documented")


def language(pair: Pair) -> Fact:
    profile, speaks = pair.profile, pair.asked.speaks
    if pair.value("language") is None:
        if not profile.languages:
            return pair.theirs_missing(_("No language is known of this institution."))
        return pair.yours_missing(_("Say which languages you can work in."), "languages")
    common = in_both(speaks, profile.languages)
    if not common:
        told = _("%(theirs)s, through an interpreter") if pair.value("language") else _("%(theirs)s; you: %(yours)s")
        return Fact(told % {"theirs": languages.names(profile.languages), "yours": languages.names(list(speaks))})
    if profile.languages_from == "country":
        told = _("%(names)s is official in its country; what its people work in is not known.")
        return Fact(told % {"names": languages.names(common)})
    return Fact(languages.names(common))


def income(pair: Pair) -> Fact:
    theirs, yours = pair.profile.income, pair.asked.who.income
    if yours is None:
        return _yours_unknown(pair, pair.asked.who.country, _("The income group of your country is not known."))
    if theirs is None:
        return _theirs_unknown(pair, _("The income group of its country is not known."))
    return _alike(str(INCOMES[theirs]), str(INCOMES[yours]))


def region(pair: Pair) -> Fact:
    who, profile = pair.asked.who, pair.profile
    if not who.country:
        return _yours_unknown(pair, "", "")
    if not profile.country:
        return _theirs_unknown(pair, "")
    if who.country == profile.country:
        return Fact(_("Your own country"))
    names = pair.words.regions
    return _alike(names.get(profile.region, _("Another region")), names.get(who.region, _("another region")))


def legal(pair: Pair) -> Fact:
    theirs, yours = pair.profile.legal_tradition, pair.asked.who.legal_tradition
    if not yours:
        return _yours_unknown(pair, pair.asked.who.country, _("The legal tradition of your country is not known."))
    if not theirs:
        return _theirs_unknown(pair, _("The legal tradition of its country is not known."))
    traditions = Country.LegalTradition
    return _alike(str(traditions(theirs).label), str(traditions(yours).label))


def kind(pair: Pair) -> Fact:
    who, profile = pair.asked.who, pair.profile
    if not profile.kind:
        return pair.theirs_missing(_("The kind of this institution is not known."))
    if not who.kind:
        return pair.you_missing(_("Say what kind of institution you are."), "kind")
    kinds = Institution.Kind
    told = _alike(str(kinds(profile.kind).label), str(kinds(who.kind).label))
    if who.kind == profile.kind and profile.staff and who.staff:
        sizes = {"theirs": int(profile.staff), "yours": int(who.staff)}
        return Fact(told.text + "; " + _("%(theirs)d staff, you have %(yours)d") % sizes)
    return told


def stage(pair: Pair) -> Fact:
    yours, theirs = pair.asked.reform_stage, pair.profile.reform_stage
    if theirs is None:
        said = _("How far their own reform is was not said.")
        return pair.offer_missing(said, _("No offer says how far their own reform is."))
    if yours is None:
        return pair.yours_missing(_("Say how far your reform is."), "stage")
    return _alike(str(ReformStage(str(int(theirs))).label), str(ReformStage(str(int(yours))).label))


def form(pair: Pair) -> Fact:
    yours, theirs = pair.asked.forms, pair.profile.forms
    if not theirs:
        said = _("Which forms of working together they prefer was not said.")
        return pair.offer_missing(said, _("No offer says which forms they prefer."))
    if not yours:
        return pair.yours_missing(_("Say which forms of working together you prefer."), "form")
    common = in_both(yours, theirs)
    return Fact(_forms(common)) if common else _alike(_forms(theirs), _forms(yours))


def time(pair: Pair) -> Fact:
    profile = pair.profile
    if pair.value("time") is None:
        return Fact(_("No offer: nobody has said that they have time."))
    places = {"free": max(profile.free or 0, 0), "all": profile.at_once}
    told = _("%(free)d of %(all)d places free") % places
    if profile.starts_on:
        told += "; " + _("from %(day)s") % {"day": formats.date_format(profile.starts_on, "DATE_FORMAT")}
    return Fact(told)


def in_both(first: Sequence[str], second: Sequence[str]) -> list[str]:
    return [code for code in first if code in second]


def _forms(chosen: Sequence[str]) -> str:
    return ", ".join(str(label) for value, label in FORMS if value in chosen)


def _alike(theirs: str, yours: str) -> Fact:
    return Fact(_("%(both)s, as you") % {"both": theirs} if theirs == yours else f"{theirs}; {_('you')}: {yours}")


def _yours_unknown(pair: Pair, country: str, text: str) -> Fact:
    """Facts of a country are the secretariat's to add; the country itself is for who asks to say."""
    return Fact(text) if country else pair.you_missing(_("Say which country you are in."), "country")


def _theirs_unknown(pair: Pair, text: str) -> Fact:
    if not pair.profile.country:
        return Fact(_("It belongs to no one country."))
    return Fact(text)


FACTS: dict[str, Callable[[Pair], Fact]] = {
    "sector": sector,
    "sdg": sdg,
    "text": text,
    "track": track,
    "language": language,
    "income": income,
    "region": region,
    "legal": legal,
    "kind": kind,
    "stage": stage,
    "form": form,
    "time": time,
}
