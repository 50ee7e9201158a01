"""What is new, for whom."""

from digests.models.editions import Digest, Edition, EditionItem, EditionNote
from digests.models.readers import DigestChoice, SavedSearch

__all__ = ["Digest", "DigestChoice", "Edition", "EditionItem", "EditionNote", "SavedSearch"]
