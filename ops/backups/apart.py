"""The secrets that a backup must not hold: which there are, and whether the right ones are at hand."""

import hashlib
import secrets
from collections.abc import Mapping

NAMES = (
    *("SECRET_KEY", "SECRET_KEY_FALLBACKS", "LINK_KEY", "LINK_KEY_FALLBACKS"),
    *("DATABASE_URL", "POSTGRES_PASSWORD", "REDIS_URL", "EMAIL_URL"),
)
WITHOUT = {
    "SECRET_KEY": "everybody is signed out, and links in mail are dead unless LINK_KEY is the same",
    "SECRET_KEY_FALLBACKS": "sessions of the former key end",
    "LINK_KEY": "links in mail sent before are dead",
    "LINK_KEY_FALLBACKS": "links in old mail are dead",
}


def fingerprints(values: Mapping[str, str]) -> dict[str, str]:
    """Name and fingerprint of each secret that is set. A fingerprint is slow to try passwords against."""
    return {name: _fingerprint(values[name], secrets.token_hex(8)) for name in NAMES if values.get(name)}


def _fingerprint(value: str, salt: str) -> str:
    return f"{salt}${hashlib.scrypt(value.encode(), salt=salt.encode(), n=2**14, r=8, p=1, dklen=8).hex()}"


def compared(kept: Mapping[str, str], values: Mapping[str, str]) -> list[str]:
    """For each key that signs something and is not the backup's, what follows from that."""
    lines = []
    for name, effect in WITHOUT.items():
        if name not in kept:
            continue
        salt = kept[name].partition("$")[0]
        if not values.get(name):
            lines.append(f"{name} is not set here: {effect}.")
        elif _fingerprint(values[name], salt) != kept[name]:
            lines.append(f"{name} is not the one of the backup: {effect}.")
    return lines
