"""Which names a person may go by: none that speaks for the portal, none that is a link."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# A whole word of these, or the longer ones anywhere, would pass for the people who run the portal.
RESERVED_WORDS = {"admin", "eip", "moderator", "p2p", "root", "webmaster", "postmaster", "noreply"}
RESERVED_PARTS = ("secretaria", "administrat", "administrad", "effectiveinstitutions", "p2pportal")

# Cyrillic and Greek letters that are drawn like Latin ones.
LOOKALIKES = str.maketrans("аеорсухіјѕтнмвкԁԛԝαοερτνικυχ", "aeopcyxijstnmbkdqwaoeptvikux")
LINK = re.compile(r"://|www\.|@|\.(?:com|org|net|info|example)\b", re.IGNORECASE)


def validate_person_name(value: str) -> None:
    """Refuse names that could deceive; meant for what people write about themselves."""
    if LINK.search(value):
        raise ValidationError(_("Write a name here, not an address."), code="link")
    words = re.findall(r"[a-z0-9]+", _latin(value))
    if RESERVED_WORDS & set(words) or any(part in "".join(words) for part in RESERVED_PARTS):
        raise ValidationError(_("This name is kept for those who run the portal."), code="reserved")


def _latin(value: str) -> str:
    """Small letters without accents, with look-alikes of other alphabets as what they look like."""
    folded = unicodedata.normalize("NFKD", value).casefold()
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return plain.translate(LOOKALIKES)
