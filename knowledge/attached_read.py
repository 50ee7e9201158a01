"""The pictures and files of a wording, for the page on which somebody is asked to agree to it."""

from typing import Any

from django.urls import reverse

from knowledge.attached import FILES, PICTURES
from knowledge.models import ConsentLink, PieceFile, PieceImage


def attached_of(piece: Any) -> dict[str, list[dict[str, str]]]:
    """As they stand, for somebody who may see the piece."""
    return {
        PICTURES: [
            _picture(each, reverse("knowledge:image_size", args=[piece.slug, each.pk, 960]))
            for each in piece.images.all()
        ],
        FILES: [_file(each, reverse("knowledge:file", args=[piece.slug, each.pk])) for each in piece.files.all()],
    }


def attached_by_link(link: ConsentLink, token: str) -> dict[str, list[dict[str, str]]]:
    """As they were when the link was sent; each is read by the same link."""

    def address(sha256: str) -> str:
        return reverse("knowledge:consent_link_attached", args=[token, sha256])

    content = link.revision.content
    return {
        PICTURES: [each | {"address": address(each["sha256"])} for each in content.get(PICTURES, [])],
        FILES: [each | {"address": address(each["sha256"])} for each in content.get(FILES, [])],
    }


def attached_with(link: ConsentLink, sha256: str) -> PieceImage | PieceFile | None:
    """What the wording of the link names by this digest, if it is still there."""
    told = [each["sha256"] for what in (PICTURES, FILES) for each in link.revision.content.get(what, [])]
    if sha256 not in told:
        return None
    rows: tuple[Any, ...] = (PieceImage, PieceFile)
    found = (model._default_manager.filter(piece=link.piece_id, sha256=sha256).first() for model in rows)
    return next(filter(None, found), None)


def _picture(image: PieceImage, address: str) -> dict[str, str]:
    return {"address": address, "alt": image.alt, "caption": image.caption, "credit": image.credit}


def _file(file: PieceFile, address: str) -> dict[str, str]:
    return {"address": address, "title": file.title, "language": file.language}
