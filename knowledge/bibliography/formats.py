"""The four formats, and which of them a file is in."""

from types import ModuleType

from knowledge.bibliography import bibtex, csl_json, ris, table
from knowledge.bibliography.works import Entry

FORMATS: dict[str, ModuleType] = {each.EXTENSION: each for each in (table, bibtex, ris, csl_json)}


def read(text: str, name: str = "") -> list[Entry]:
    """What stands in the file, in its order; the name helps where the text alone does not say its format."""
    return list(FORMATS[format_of(text, name)].read(text))


def format_of(text: str, name: str = "") -> str:
    """By what it begins with; by its extension where that says nothing."""
    begins = text.lstrip("\ufeff \t\r\n")
    if begins.startswith(("[", "{")):
        return csl_json.EXTENSION
    if begins.startswith(("TY  -", "TY -")):
        return ris.EXTENSION
    if begins.startswith("@"):
        return bibtex.EXTENSION
    extension = name.rpartition(".")[2].lower()
    return extension if extension in FORMATS else bibtex.EXTENSION if "\n@" in text else table.EXTENSION
