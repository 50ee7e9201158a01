"""Pictures inside a document: the same points, byte for byte, without what a camera wrote beside them.

What cannot be followed to its end is left as it is: the document says by itself whether it can show it.
"""

import struct

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_START_OF_SCAN = 0xDA
_TOLD = {0xE1, 0xED, 0xFE}  # Exif and XMP, IPTC, comments
_TOLD_PNG = {b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"}
_TURNED = 0x0112  # the one fact of Exif without which a picture lies on its side


def bare(content: bytes) -> bytes:
    if content.startswith(_JPEG):
        return _bare_jpeg(content)
    if content.startswith(_PNG):
        return _bare_png(content)
    return content


def _bare_jpeg(content: bytes) -> bytes:
    kept, place = [content[:2]], 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        mark, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if mark == _START_OF_SCAN:
            return b"".join([*kept, content[place:]])
        segment = content[place : place + 2 + length]
        if mark not in _TOLD:
            kept.append(segment)
        elif turned := _turned(segment):
            kept.append(turned)
        place += 2 + length
    return content


def _turned(segment: bytes) -> bytes:
    """An Exif that says no more than how the picture is held, or nothing."""
    if segment[4:10] != b"Exif\x00\x00" or len(segment) < 18:
        return b""
    order = "<" if segment[10:12] == b"II" else ">"
    facts, begin = segment[10:], struct.unpack(f"{order}I", segment[14:18])[0]
    for number in range(struct.unpack(f"{order}H", facts[begin : begin + 2].ljust(2, b"\0"))[0]):
        entry = facts[begin + 2 + 12 * number : begin + 14 + 12 * number]
        if len(entry) == 12 and struct.unpack(f"{order}H", entry[:2])[0] == _TURNED:
            how = struct.unpack(f"{order}H", entry[8:10])[0]
            body = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _TURNED, 3, 1, how, 0, 0)
            return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    return b""


def _bare_png(content: bytes) -> bytes:
    kept, place = [content[:8]], 8
    while place + 12 <= len(content):
        length, name = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        if name not in _TOLD_PNG:
            kept.append(content[place : place + 12 + length])
        place += 12 + length
        if name == b"IEND":
            return b"".join(kept)
    return content
