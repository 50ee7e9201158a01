"""What is known, and how well."""

from knowledge.models.additions import ImageSize, PieceFile, PieceImage, Translation, Uptake
from knowledge.models.collections import Collection, CollectionItem
from knowledge.models.curation import Consent, ConsentLink, ReviewComment, Revision, StateEntry, UnsavedText
from knowledge.models.evidence import (
    Condition,
    Finding,
    FindingNote,
    OpenQuestion,
    OpenQuestionFormerSlug,
    Outcome,
    QuestionEvidence,
)
from knowledge.models.kinds import KIND_MODELS, Challenge, Method, Recommendation, Resource, Story
from knowledge.models.pieces import Piece, PieceFormerSlug, PieceParty

__all__ = [
    "KIND_MODELS",
    "Challenge",
    "Collection",
    "CollectionItem",
    "Condition",
    "Consent",
    "ConsentLink",
    "Finding",
    "FindingNote",
    "ImageSize",
    "Method",
    "OpenQuestion",
    "OpenQuestionFormerSlug",
    "Outcome",
    "Piece",
    "PieceFile",
    "PieceFormerSlug",
    "PieceImage",
    "PieceParty",
    "QuestionEvidence",
    "Recommendation",
    "Resource",
    "ReviewComment",
    "Revision",
    "StateEntry",
    "Story",
    "Translation",
    "UnsavedText",
    "Uptake",
]
