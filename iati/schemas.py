"""The standard's own schemas: which files they are, and where the standard publishes them.

They are not part of this repository; `manage.py install_iati_schemas` fetches them where there is a network.
Source: the repository of the IATI standard, https://github.com/IATI/IATI-Schemas, a branch for each version.
"""

from pathlib import Path

from iati.fetching import Fetched, fetch

PUBLISHED_AT = "https://raw.githubusercontent.com/IATI/IATI-Schemas"
VERSIONS = ("1.01", "1.02", "1.03", "1.04", "1.05", "2.01", "2.02", "2.03")
FILES = ("iati-activities-schema.xsd", "iati-common.xsd", "xml.xsd")


def install(folder: Path, published_at: str = PUBLISHED_AT) -> int:
    """Fetch every version's files into a folder each; gives how many were written.

    Nothing is written before all of a version is there. Raises `iati.fetching.CannotFetch`.
    """
    written = 0
    for version in VERSIONS:
        found = {name: fetch(f"{published_at}/version-{version}/{name}") for name in FILES}
        place = folder / version
        place.mkdir(parents=True, exist_ok=True)
        for name, answer in found.items():
            if isinstance(answer, Fetched):
                (place / name).write_bytes(answer.content)
                written += 1
    return written
