"""Working languages: their codes, and their names in the reader's language."""

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

# Languages that Django has no translation, and so no name, for.
FURTHER = {
    "am": _("Amharic"),
    "bi": _("Bislama"),
    "dz": _("Dzongkha"),
    "ht": _("Haitian Creole"),
    "lo": _("Lao"),
    "mg": _("Malagasy"),
    "mt": _("Maltese"),
    "ps": _("Pashto"),
    "rn": _("Kirundi"),
    "rw": _("Kinyarwanda"),
    "si": _("Sinhala"),
    "sm": _("Samoan"),
    "so": _("Somali"),
    "tet": _("Tetum"),
    "ti": _("Tigrinya"),
    "tl": _("Filipino"),
    "to": _("Tongan"),
    "zh": _("Chinese"),
}
# What institutions work in across borders; the rest can be added by their code.
OFFERED = ["ar", "en", "es", "fr", "pt", "ru", "zh", "de", "id", "nl", "sw", "tr", "uk", "vi"]


def name(code: str) -> str | None:
    """The language's name; None for a code that nobody here knows."""
    if code in FURTHER:
        return str(FURTHER[code])
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return None


def names(codes: list[str]) -> str:
    """The languages as words on one line; a code without a name stands for itself."""
    return ", ".join(name(code) or code for code in codes)


def choices(chosen: list[str]) -> list[tuple[str, str]]:
    """The offered languages, and those chosen before, by name."""
    return sorted(((code, name(code) or code) for code in {*OFFERED, *chosen}), key=lambda choice: choice[1])
