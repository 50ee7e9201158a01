"""Published files, each reading of one, and the activities in them."""

from iati.models.activities import PublishedActivity
from iati.models.sources import Reading, Source

__all__ = ["PublishedActivity", "Reading", "Source"]
