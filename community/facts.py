"""What is known of an institution or a country, line by line; what is not known says so."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community import languages
from community.models import Country, Institution

Facts = list[tuple[Any, Any]]


def institution_facts(institution: Institution) -> Facts:
    """Terms and facts; a line without a fact is left out, but for those everybody asks about."""
    country: Any = institution.country and _linked(institution.country)
    return [
        (_("Country"), country or _("No single country")),
        (_("Kind"), institution.get_kind_display()),
        (_("Branch of government"), institution.get_branch_display()),
        (_("Level"), institution.get_level_display()),
        (_("Belongs to"), institution.parent and _linked(institution.parent)),
        (_("Parts of it"), format_html_join(", ", "{}", ((_linked(child),) for child in institution.children.all()))),
        (_("Working languages"), languages.names(institution.languages) or _not_known()),
        (_("Sectors"), ", ".join(sector.name for sector in institution.sectors.all())),
        (_("Website"), institution.website and _address(institution.website)),
        (_("IATI identifier"), institution.org_identifier),
        (_("ROR"), institution.ror_id),
    ]


def country_facts(country: Country) -> Facts:
    """Each fact with where it comes from and of which year."""
    return [
        (_("Side"), _side(country)),
        (_("Income group"), _income(country)),
        (_("Subregion"), _sourced(country.subregion and country.subregion.name, "UN M49")),
        (_("Official languages"), _sourced(languages.names(country.official_languages), "Unicode CLDR")),
        (_("Legal tradition"), _sourced(country.get_legal_tradition_display(), country.legal_tradition_source)),
        (_("Groups"), _sourced(capfirst(", ".join(_groups(country))), _("United Nations"))),
        (_("Member of the DAC"), _dac(country, country.dac_member)),
        (_("Recipient of ODA"), _dac(country, country.oda_recipient)),
        (
            _("Codes"),
            f"{country.iso2}, {country.iso3} (ISO 3166-1)" + (f", {country.m49} (UN M49)" if country.m49 else ""),
        ),
    ]


def _side(country: Country) -> str:
    """North or South, and why: a word of the register, not a judgement."""
    if country.side_override:
        return f"{country.side_name} ({country.side_override_source})"
    if not country.income:
        return _("Not known: the World Bank gives no income group")
    if country.side == Country.Side.NORTH:
        return _("North: high income (World Bank, %(year)s)") % {"year": country.income_year}
    return _("South: not high income (World Bank, %(year)s)") % {"year": country.income_year}


def _income(country: Country) -> str:
    if not country.income:
        return _not_known()
    return f"{INCOME_WORDS[country.income]()} ({_('World Bank')}, {country.income_year})"


INCOME_WORDS = {
    "Low income": lambda: _("Low income"),
    "Lower middle income": lambda: _("Lower middle income"),
    "Upper middle income": lambda: _("Upper middle income"),
    "High income": lambda: _("High income"),
}


def _groups(country: Country) -> list[str]:
    marks = [
        (country.is_un_member, _("member of the United Nations")),
        (country.is_ldc, _("least developed country")),
        (country.is_landlocked, _("landlocked developing country")),
        (country.is_small_island_state, _("small island developing state")),
    ]
    return [word for holds, word in marks if holds]


def _dac(country: Country, holds: bool | None) -> str:
    if holds is None:
        return _("Not known here: no dated source yet")
    return f"{_('Yes') if holds else _('No')} ({country.dac_source})"


def _sourced(fact: Any, source: str) -> str:
    return f"{fact} ({source})" if fact else _not_known()


def _not_known() -> str:
    return pgettext("a fact", "Not known")


def _linked(place: Any) -> str:
    return format_html('<a class="lk" href="{}">{}</a>', place.get_absolute_url(), place.name)


def _address(url: str) -> str:
    words = url.split("://", 1)[-1].rstrip("/")
    return format_html('<a class="lk" href="{}" rel="nofollow noopener">{}</a>', url, words)
