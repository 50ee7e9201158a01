"""What the drills about texts ask of the portal from inside, with the stack's settings; see portal.py.

python -m tests.drills.knowledge_portal stories COUNT FILE
                        that many drafts and as many published stories of two authors; their addresses and the
                        session keys of the two, as JSON in that file
"""

import json
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - apps first
from django.test import Client  # noqa: E402

from community.models import Institution, Membership, User  # noqa: E402
from knowledge.models import Story  # noqa: E402
from knowledge.models.choices import Kind  # noqa: E402
from knowledge.services.publishing import publish_piece  # noqa: E402
from knowledge.services.states import submit_piece  # noqa: E402
from knowledge.services.writing import create_piece  # noqa: E402


def stories(count: str, file: str) -> None:
    editor = person("editor", role=User.Role.EDITOR)
    authors = [member("author"), member("second")]
    written: dict[str, list[str]] = {"drafts": [], "published": []}
    for number in range(int(count)):
        written["drafts"].append(story(f"Draft {number}", authors).slug)
        piece = story(f"Published {number}", authors)
        submit_piece(piece, by=authors[0])
        written["published"].append(publish_piece(piece, by=editor).slug)
    sessions = [session_of(author) for author in authors]
    Path(file).write_text(json.dumps(written | {"sessions": sessions}))


def story(title: str, authors: list[User]) -> Any:
    piece: Story = create_piece(Kind.STORY, fields={"title": title, "context": "<p>First.</p>"}, by=authors[0])
    piece.co_authors.set(authors[1:])
    return piece


def person(name: str, **fields: Any) -> User:
    user = User.objects.create_user(email=f"{name}@drill.example", name=name, **fields)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def member(name: str) -> User:
    """Drafts are for verified members."""
    office, _is_new = Institution.objects.get_or_create(name="Office of Drills", slug="office-of-drills")
    user = person(name)
    Membership.objects.create(user=user, institution=office, status=Membership.Status.ACTIVE)
    return user


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


ORDERS = {"stories": stories}

if __name__ == "__main__":
    ORDERS[sys.argv[1]](*sys.argv[2:])
