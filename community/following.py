"""What a person follows, as records with names and addresses; and whether they follow this one."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError

from community.models import Follow, User
from core.registry import Followable, followables


@dataclass(frozen=True)
class Followed:
    """One thing that somebody follows, as a page or a letter names it."""

    what: Followable
    key: str
    name: str
    address: str


def content_type_of(what: Followable) -> ContentType:
    """Looked up once in a process. The kinds of pieces share columns, and each has a type of its own."""
    return ContentType.objects.get_for_model(apps.get_model(what.model))


def kind_of(record: Any) -> Followable | None:
    """The kind under which this record can be followed; a model stands for all of its records."""
    is_whole = isinstance(record, type)
    label = record._meta.label
    return next((each for each in followables() if each.model == label and each.is_whole == is_whole), None)


def find(what: Followable, key: str, user: Any) -> Any:
    """The record to be followed, the model for a whole kind; None for what is not there for this person."""
    model = apps.get_model(what.model)
    if what.is_whole:
        return None if key else model
    try:
        value = model._meta.pk.clean(key, None)
    except ValidationError:
        return None
    return what.visible(user).filter(pk=value).first()


def is_following(user: Any, what: Followable, key: str) -> bool:
    return Follow.objects.filter(user=user, content_type=content_type_of(what), object_id=key).exists()


def followed_by(user: User) -> list[tuple[Followable, list[Followed]]]:
    """Kind by kind, all that this person follows and may still see; one query a kind."""
    keys: dict[int, list[str]] = defaultdict(list)
    for content_type, key in Follow.objects.of(user).values_list("content_type_id", "object_id"):
        keys[content_type].append(key)
    found = []
    for what in followables():
        own = keys.get(content_type_of(what).pk, [])
        rows = _whole(what) if what.is_whole and "" in own else _records(what, [key for key in own if key], user)
        if rows:
            found.append((what, rows))
    return found


def _whole(what: Followable) -> list[Followed]:
    model = apps.get_model(what.model)
    return [Followed(what, "", str(what.label), what.address(model))]


def _records(what: Followable, keys: list[str], user: Any) -> list[Followed]:
    if not keys or what.is_whole:
        return []
    rows = what.visible(user).filter(pk__in=keys)
    return sorted((Followed(what, str(row.pk), str(row), what.address(row)) for row in rows), key=lambda row: row.name)
