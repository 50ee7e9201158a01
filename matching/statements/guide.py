"""What each column of the sheet takes, for who fills it in."""

from django.utils.translation import gettext as _

from matching.models.choices import FORMS, CapacityUnit, ReformStage
from matching.statements.exports import filled_in
from matching.statements.kinds import StatementKind


def guide(kind: StatementKind) -> list[tuple[str, str]]:
    """Column and what to write in it, in the order of the sheet."""
    hints = _hints()
    words = {
        field.name: str(getattr(field, "verbose_name", "")).capitalize() for field in kind.model._meta.get_fields()
    }
    return [(name, hints.get(name) or words[name]) for name in filled_in(kind)]


def _hints() -> dict[str, str]:
    several = _("Several with ; between them.")
    yes = _("yes or no")
    day = _("A day such as 2027-06-30")
    return {
        "institution": _("Its name on the portal. Leave it empty if you belong to one institution only."),
        "sectors": _("Codes or names of DAC sectors, such as 15111. %(several)s") % {"several": several},
        "sdg_targets": _("Such as 16.6. %(several)s") % {"several": several},
        "languages": _("Codes or English names, such as fr. %(several)s") % {"several": several},
        "has_interpreter": f"{_('An interpreter is fine')}: {yes}",
        "include_own_country": f"{_('Include institutions in my own country')}: {yes}",
        "forms": "; ".join(value for value, _label in FORMS),
        "reform_stage": "; ".join(f"{value} = {label}" for value, label in ReformStage.choices),
        "capacity_unit": "; ".join(CapacityUnit.values),
        "starts_on": day,
        "ends_on": day,
        "visibility": _("public or community. Empty: community."),
        "language": _("The code of the language you write in, such as en."),
    }
