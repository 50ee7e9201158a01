"""Names of working languages in the reader's language."""

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

# Languages of the register that Django has no translation, and so no name, for.
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


def name(code: str) -> str | None:
    """The language's name; None for a code that nobody here knows."""
    if code in FURTHER:
        return str(FURTHER[code])
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return None
