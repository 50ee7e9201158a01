"""Taking a file in: refused in plain words, or kept without what it tells about the people who made it.

Every file that anybody gives to the portal to keep goes through `taken_in`.
"""

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from core.uploads import office, pdf, pictures
from core.uploads.kinds import KINDS, PACKED
from core.uploads.names import safe_name
from core.uploads.office_dangers import EICAR, carries_program

# Files of Office from before 2007, and those with a password: they are not packed XML.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def taken_in(upload: Any) -> ContentFile:
    """The file as it is kept, under a safe name; the same bytes give the same file.

    Raises ValidationError if it is too large, empty, of another kind, not what its name says, or does harm.
    """
    suffix = PurePath(upload.name).suffix.lower()
    if suffix not in KINDS:
        kinds = ", ".join(kind.removeprefix(".") for kind in KINDS)
        raise ValidationError(_("Files of this kind are not taken. Send one of: %(kinds)s."), params={"kinds": kinds})
    if upload.size > settings.DOCUMENT_MAX_BYTES:
        most = settings.DOCUMENT_MAX_BYTES // 1_000_000
        raise ValidationError(_("The file is larger than %(most)d MB."), params={"most": most})
    upload.seek(0)
    content = upload.read()
    _check_beginning(content, suffix)
    if EICAR in content:
        raise carries_program()
    return ContentFile(_bare(content, suffix), name=safe_name(upload.name))


def picture_taken_in(upload: Any) -> ContentFile:
    """The same for a place where only a picture fits."""
    if KINDS.get(PurePath(upload.name).suffix.lower(), ("", ""))[1].startswith("image/"):
        return taken_in(upload)
    raise ValidationError(_("This is no picture that can be read. Send a JPEG or PNG file."))


def _check_beginning(content: bytes, suffix: str) -> None:
    if not content:
        raise ValidationError(_("The file is empty."))
    beginning = KINDS[suffix][0]
    if beginning == PACKED and content.startswith(_OLE):
        raise ValidationError(
            _("The file is locked with a password, or of an old Office. Save it without a password as %(kind)s.")
            % {"kind": suffix.removeprefix(".")}
        )
    if not content.startswith(beginning):
        raise ValidationError(
            _("The file is not what its name says: it does not begin like a %(kind)s file.")
            % {"kind": suffix.removeprefix(".")}
        )


def _bare(content: bytes, suffix: str) -> bytes:
    if suffix == ".pdf":
        return pdf.without_people(content)
    if KINDS[suffix][0] == PACKED:
        return office.without_people(content, suffix)
    return pictures.rewritten(content)[0]
