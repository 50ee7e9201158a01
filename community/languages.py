"""Working languages: their codes, and their names in the reader's language."""

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

# Languages that Django has no translation, and so no name, for.
FURTHER = {
    "am": _("Amharic"),
    "ay": _("Aymara"),
    "bi": _("Bislama"),
    "ch": _("Chamorro"),
    "dv": _("Dhivehi"),
    "dz": _("Dzongkha"),
    "fil": _("Filipino"),
    "fj": _("Fijian"),
    "fo": _("Faroese"),
    "gil": _("Gilbertese"),
    "gn": _("Guarani"),
    "gv": _("Manx"),
    "hak": _("Hakka"),
    "hif": _("Fiji Hindi"),
    "ho": _("Hiri Motu"),
    "ht": _("Haitian Creole"),
    "kl": _("Greenlandic"),
    "lo": _("Lao"),
    "mg": _("Malagasy"),
    "mh": _("Marshallese"),
    "mi": _("Māori"),
    "mt": _("Maltese"),
    "na": _("Nauruan"),
    "nan": _("Southern Min"),
    "nd": _("Northern Ndebele"),
    "niu": _("Niuean"),
    "ny": _("Chichewa"),
    "pap": _("Papiamento"),
    "pau": _("Palauan"),
    "ps": _("Pashto"),
    "qu": _("Quechua"),
    "rn": _("Kirundi"),
    "rw": _("Kinyarwanda"),
    "sg": _("Sango"),
    "si": _("Sinhala"),
    "sm": _("Samoan"),
    "sn": _("Shona"),
    "so": _("Somali"),
    "ss": _("Swati"),
    "st": _("Sotho"),
    "tet": _("Tetum"),
    "ti": _("Tigrinya"),
    "tkl": _("Tokelauan"),
    "tl": _("Filipino"),
    "tn": _("Tswana"),
    "to": _("Tongan"),
    "tpi": _("Tok Pisin"),
    "tvl": _("Tuvaluan"),
    "ty": _("Tahitian"),
    "tzm": _("Tamazight"),
    "wni": _("Shindzwani"),
    "yo": _("Yoruba"),
    "zdj": _("Shingazidja"),
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
