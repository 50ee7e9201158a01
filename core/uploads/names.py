"""What a file is called once it is here: plain letters, one extension, nothing that an operating system reads."""

import re
import unicodedata
from pathlib import PurePath

from django.utils.text import get_valid_filename

LONGEST = 100
# Names that Windows keeps for itself, whatever stands behind their point.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def safe_name(name: str) -> str:
    """`Rapport final.exe.pdf` becomes `Rapport_final_exe.pdf`; what has no letter that stays is `file.pdf`."""
    path = PurePath(name.replace("\\", "/").replace("\x00", "").rpartition("/")[2])
    suffix = path.suffix.lower()
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().replace(".", "_")
    stem = get_valid_filename(f"x{plain}")[1:].strip("_-")[: LONGEST - len(suffix)] or "file"
    return f"{stem}_{suffix}" if _DEVICES.match(stem) else f"{stem}{suffix}"
