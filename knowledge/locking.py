"""The one lock of a piece: whoever changes its text, its state or its consents takes it first."""

from knowledge.models import KIND_MODELS, Piece


def locked(piece: Piece) -> Piece:
    """The piece as it stands, as one of its kind, kept from all other writers until the transaction ends."""
    kind = Piece.objects.select_for_update(of=("self",)).values_list("kind", flat=True).get(pk=piece.pk)
    return KIND_MODELS[kind]._default_manager.get(pk=piece.pk)


def of_its_kind(piece: Piece) -> Piece:
    """A Story, Method, Challenge or Resource for the bare piece."""
    return piece if piece.SECTIONS else KIND_MODELS[piece.kind]._default_manager.get(pk=piece.pk)
