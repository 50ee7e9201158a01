"""PDF files without the names of those who wrote them and commented on them."""

from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.uploads.bare_pictures import bare

_OF_PEOPLE = ("/Metadata", "/PieceInfo", "/LastModified")


def without_people(content: bytes) -> bytes:
    """Written anew by qpdf, which mends small damage. A signed file stays as it is: its signature is for these bytes."""
    import pikepdf  # noqa: PLC0415 - takes 20 MB, which most web processes never need

    try:
        with pikepdf.open(BytesIO(content)) as paper:
            if paper.is_encrypted:
                raise _locked()
            if not len(paper.pages):
                raise _damaged()
            things = [thing for thing in paper.objects if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream))]
            if any(thing.get("/Type") == "/Sig" and "/ByteRange" in thing for thing in things):
                return content
            _forget_people(paper, things, pikepdf.Stream)
            stored = BytesIO()
            paper.save(stored, deterministic_id=True)
            return stored.getvalue()
    except pikepdf.PasswordError:
        raise _locked() from None
    except (pikepdf.PikepdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        raise _damaged() from None


def _forget_people(paper: Any, things: list[Any], stream: Any) -> None:
    """All but the title, which readers and screen readers show."""
    title = str(paper.docinfo.get("/Title", "")) if "/Info" in paper.trailer else ""
    if "/Info" in paper.trailer:
        del paper.docinfo
    for thing in things:
        for name in _OF_PEOPLE:
            if name in thing:
                del thing[name]
        if isinstance(thing, stream) and thing.get("/Subtype") == "/Image" and thing.get("/Filter") == "/DCTDecode":
            thing.write(bare(thing.read_raw_bytes()), filter=thing.Filter, decode_parms=thing.get("/DecodeParms"))
    for page in paper.pages:
        for note in page.get("/Annots", ()):
            if note.get("/Subtype") != "/Widget" and "/T" in note:
                del note["/T"]
    if title:
        paper.docinfo["/Title"] = title


def _locked() -> ValidationError:
    return ValidationError(_("The file is locked with a password. Save it without one and send it again."))


def _damaged() -> ValidationError:
    return ValidationError(_("The PDF is damaged and cannot be read. Save it anew as PDF and send it again."))
