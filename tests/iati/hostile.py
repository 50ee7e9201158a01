"""Files that would harm whoever reads them without care; each a function, since some are large."""

import gzip

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
ROOT = b'<iati-activities version="2.03">'
END = b"</iati-activities>"


def inside(content: bytes) -> bytes:
    """As the content of one activity."""
    identifier = b"<iati-activity><iati-identifier>XX-1</iati-identifier>"
    return HEAD + ROOT + identifier + content + b"</iati-activity>" + END


def laughs() -> bytes:
    entities = b"".join(
        b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10 if level else b"ha") for level in range(10)
    )
    return HEAD + b"<!DOCTYPE x [" + entities + b"]>" + ROOT + b"<iati-activity>&l9;</iati-activity>" + END


def quadratic() -> bytes:
    entity = b'<!DOCTYPE x [<!ENTITY a "%s">]>' % (b"a" * 100_000)
    return HEAD + entity + ROOT + b"<iati-activity>" + b"&a;" * 10_000 + b"</iati-activity>" + END


FILES = {
    "billion laughs": laughs,
    "quadratic blow-up": quadratic,
    "external entity": lambda: HEAD + b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + ROOT + END,
    "parameter entity": lambda: HEAD + b'<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1/x.dtd"> %e;]>' + ROOT + END,
    "external DTD": lambda: HEAD + b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">' + ROOT + END,
    "UTF-7": lambda: b'<?xml version="1.0" encoding="UTF-7"?>+ADw-iati-activities/+AD4-',
    "a declaration that lies": lambda: b'<?xml version="1.0" encoding="UTF-16"?>' + ROOT + END,
    "bytes that are no text": lambda: inside(b"<title><narrative>\xff\xfe\xfa</narrative></title>"),
    "depth": lambda: inside(b"<a>" * 100_000 + b"</a>" * 100_000),
    "a million attributes": lambda: inside(b"<a " + b" ".join(b'a%07d=""' % n for n in range(1_000_000)) + b"/>"),
    "a text without end": lambda: inside(b"<title><narrative>" + b"x" * 60_000_000 + b"</narrative></title>"),
    "an activity without end": lambda: HEAD + ROOT + b"<iati-activity>" + b"<a/>" * 4_000_000,
    "a prolog without end": lambda: HEAD + b"<!--" + b"x" * 5_000_000,
    "a bomb of gzip": lambda: gzip.compress(HEAD + ROOT + b"<!--" + b" " * 120_000_000),
    "a gzip that is cut": lambda: gzip.compress(HEAD + ROOT + END)[:-8],
    "no root": lambda: HEAD,
    "another root": lambda: HEAD + b"<html><body>no</body></html>",
    "an organisation file": lambda: HEAD + b'<iati-organisations version="2.03"/>',
    "elements in a namespace": lambda: (
        HEAD + b'<iati-activities xmlns="urn:x" version="2.03"><iati-activity/></iati-activities>'
    ),
    "half a file": lambda: inside(b"")[:-30],
    "two roots": lambda: HEAD + ROOT + END + ROOT + END,
}
