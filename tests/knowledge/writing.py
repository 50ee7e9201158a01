"""What the tests of writing share: a page sent as a browser sends it."""

from django.urls import reverse

from knowledge.models.choices import State
from tests.factories.community import MembershipFactory
from tests.factories.knowledge import StoryFactory


def member():
    return MembershipFactory().user


def draft(author, **fields):
    return StoryFactory(author=author, state=State.DRAFT, **fields)


def page_of(client, piece):
    """The fields of the writing page as they stand on it."""
    form = client.get(reverse("knowledge:edit", args=[piece.slug])).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()}


def send(client, piece, **typed):
    """Change some fields of the page and save it."""
    data = page_of(client, piece) | typed
    return client.post(reverse("knowledge:edit", args=[piece.slug]), data)
