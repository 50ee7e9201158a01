"""The form of each kind of piece."""

from typing import Any

from knowledge.forms.pieces import ChallengeForm, MethodForm, StoryForm
from knowledge.forms.resources import ResourceForm
from knowledge.models.choices import Kind

FORMS: dict[str, Any] = {
    Kind.STORY: StoryForm,
    Kind.METHOD: MethodForm,
    Kind.CHALLENGE: ChallengeForm,
    Kind.RESOURCE: ResourceForm,
}
