"""Names of people in the parts of an Office document: who wrote it, who commented, who changed what, whose disk it was on.

Words stay as they are, also where somebody signs a comment in its own text.
"""

import re

_WORD_PEOPLE = b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>'
_CORE = b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
_APP = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
_CUSTOM = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
_META = (
    b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3">'
    b"<office:meta/></office:document-meta>"
)
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Parts that hold nothing else, by the end of their name.
_EMPTIED = {
    "docprops/core.xml": _CORE,
    ".psmdcp": _CORE,
    "docprops/app.xml": _APP,
    "docprops/custom.xml": _CUSTOM,
    "word/people.xml": _WORD_PEOPLE,
}


def _attributes(*names: bytes) -> re.Pattern[bytes]:
    """Within a tag: what follows reaches its end before another begins."""
    return re.compile(rb"([\s:](?:" + b"|".join(names) + rb")\s*=\s*)(?:\"[^\"<]*\"|'[^'<]*')(?=[^<>]*>)")


def _elements(*names: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(<(?:[\w-]+:)?(?:" + b"|".join(names) + rb")(?:\s[^<>]*)?>)[^<]+(?=</)")


# By where a part stands: attributes that name somebody, and elements that do.
_BY_PLACE: list[tuple[re.Pattern[str], re.Pattern[bytes] | None, re.Pattern[bytes] | None]] = [
    (re.compile(r"^word/.*\.xml$"), _attributes(b"author", b"initials", b"userId"), None),
    (re.compile(r"^ppt/(commentauthors|authors)\.xml$"), _attributes(b"name", b"initials", b"userId"), None),
    (re.compile(r"^xl/persons/"), _attributes(b"displayName", b"userId"), None),
    (re.compile(r"^xl/(workbook\.xml$|revisions/)"), _attributes(b"userName"), None),
    (re.compile(r"^xl/revisions/usernames\.xml$"), _attributes(b"name"), None),
    (re.compile(r"^xl/.*comment.*\.xml$"), None, _elements(b"author")),
    (re.compile(r"^customxml/"), None, _elements(b"DisplayName", b"UserInfo", b"AccountId")),
    (
        re.compile(r"^(.*/)?(content|styles)\.xml$"),
        None,
        _elements(b"creator", b"creator-initials", b"sender-initials"),
    ),
]
_DISK = re.compile(rb"(<(?:\w+:)?absPath\s[^<>]*?url\s*=\s*\")[^\"<]*")
_TEMPLATE = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*/attachedTemplate\"[^<>]*>")
_TARGET = re.compile(rb"(Target\s*=\s*)(\"[^\"]*\"|'[^']*')")


def without_names(name: str, content: bytes) -> bytes:
    """What a part of this name is kept as."""
    lower = name.lower()
    for end, empty in _EMPTIED.items():
        if lower.endswith(end):
            return _HEAD + empty
    if lower == "meta.xml" or lower.endswith("/meta.xml"):
        return _HEAD + _META
    if lower.endswith(".rels"):
        return _TEMPLATE.sub(lambda tie: _TARGET.sub(rb'\1"Normal.dotm"', tie[0]), content)
    for place, attributes, elements in _BY_PLACE:
        if place.match(lower):
            content = attributes.sub(rb'\1"Author"', content) if attributes else content
            content = elements.sub(rb"\1Author", content) if elements else content
    return _DISK.sub(rb"\1", content) if lower == "xl/workbook.xml" else content
