"""What the words of an outcome are: whoever agrees with it agrees with these."""

import hashlib
import json
from typing import Any

from results.models import HarvestedOutcome

WORDS = (
    "what_changed",
    "who_changed",
    "changed_on",
    "country_id",
    "place",
    "significance",
    "contribution",
    "level",
    "benefits",
    "is_negative",
    "is_unintended",
)


def content_of(outcome: HarvestedOutcome) -> dict[str, Any]:
    """Its words by field, as an earlier wording keeps them."""
    return {name: getattr(outcome, name) for name in WORDS}


def revision_of(outcome: HarvestedOutcome) -> str:
    """SHA-256, in hexadecimal, over the words of an outcome."""
    said = {name: str(value) for name, value in content_of(outcome).items()}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
