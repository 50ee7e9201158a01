"""A whole portal backed up and brought back with the commands that an administrator types."""

import json

import pytest

from ops.backups import manifest
from ops.backups.server import Server, ask
from ops.postgres import Cluster
from tests.ops.backup_portal import command, files_in

pytestmark = pytest.mark.slow

SETTINGS = {
    "SECRET_KEY": "a-key-for-this-test-only",
    "SECRET_KEY_FALLBACKS": "",
    "LINK_KEY": "",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "dummymail://",
    "POSTGRES_PASSWORD": "",
    "DEBUG": "0",
    "DEMO_MODE": "0",
}
BEGIN = """
import hashlib
from django.core.files.base import ContentFile
from community.models import User
from community.services import people
from mail.models import Message
from partnerships.models import Document, Partnership

for name in ("stays", "leaves"):
    User.objects.create_user(f"{name}@test.example", "a long password", name=name)
Message.objects.create(purpose="membership-decided", period="1", recipient="stays@test.example", message_id="<1@test.example>")
record = Partnership.objects.create(title="A record")
document = Document(partnership=record, title="Terms", sha256=hashlib.sha256(b"the terms").hexdigest())
document.file.save("terms.txt", ContentFile(b"the terms"))
"""
ERASE = """
from community.models import User
from community.services import people
user = User.objects.get(name="leaves")
people.anonymise(user=user, by=user)
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    room = tmp_path_factory.mktemp("portal")
    for folder in (room, *room.parents[:2]):
        folder.chmod(0o755)
    return room


def portal(room, *words, **environment):
    """A command of the portal's, on its own database, which is started for it."""
    cluster = Cluster(room / "pg", durable=False)
    cluster.start()
    try:
        env = SETTINGS | {"MEDIA_ROOT": str(room / "media"), "DATABASE_URL": cluster.url, **environment}
        done = command("manage.py", *words, room=room, **env)
    finally:
        cluster.stop()
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(room, statement):
    cluster = Cluster(room / "pg", durable=False)
    cluster.start()
    with Server(cluster.url).session() as session:
        found = ask(session, statement)
    cluster.stop()
    return found


def backups(room, *words):
    return command("-m", "ops.backups", *words, room=room, **SETTINGS)


@pytest.fixture(scope="module")
def restored(room):
    """A portal backed up before somebody was erased, and restored over itself afterwards."""
    portal(room, "migrate", "--no-input")
    portal(room, "shell", "-c", BEGIN)
    taken = backups(room, "once")
    portal(room, "shell", "-c", ERASE)
    refused = backups(room, "restore", "--from", str(room / "backups"))
    done = backups(room, "restore", "--from", str(room / "backups"), "--force")
    return taken, refused, done


def test_backup_says_what_it_holds_and_what_must_be_kept_apart(restored):
    taken, _refused, _done = restored

    assert taken.returncode == 0, taken.stderr
    assert taken.stdout.splitlines()[1].endswith("tables, 1 documents.")
    assert taken.stdout.splitlines()[-3:] == ["  SECRET_KEY", "  REDIS_URL", "  EMAIL_URL"]


def test_backup_holds_no_secret(room, restored):
    (chain,) = manifest.chains(room / "backups")

    written = (chain / manifest.NAME).read_text()
    kept = manifest.read(chain)

    assert list(kept.secrets) == ["EMAIL_URL", "REDIS_URL", "SECRET_KEY"]
    assert SETTINGS["SECRET_KEY"] not in written


def test_restore_over_a_portal_needs_to_be_forced(room, restored):
    _taken, refused, _done = restored

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"{room / 'pg'} and {room / 'media'} would be replaced. Add FORCE=1")


def test_restored_copy_sends_no_mail_until_it_is_told_to(room, restored):
    _taken, _refused, done = restored
    sent = room / "sent"
    folder = {"EMAIL_URL": f"filemail:///{sent}"}  # django-environ takes one of the slashes away
    portal(room, "send_due_mail", **folder)
    before = "".join(file.read_text() for file in sent.glob("*"))
    portal(room, "resume_mail")
    portal(room, "send_due_mail", **folder)
    after = "".join(file.read_text() for file in sent.glob("*"))

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].endswith("manage.py resume_mail")
    assert (before, after.count("Message-ID: <1@test.example>")) == ("", 1)


def test_people_erased_after_the_backup_do_not_come_back(room, restored):
    _taken, _refused, done = restored

    people = rows(room, "SELECT name, email LIKE 'erased-%' FROM community_user ORDER BY id")

    assert "Erased again: 1 accounts." in done.stdout
    assert people == [("stays", False), ("", True)]


def test_every_document_row_has_its_file_and_there_is_no_other(room, restored):
    named = [json.loads(line) for line in portal(room, "stored_files").splitlines()]

    assert [files_in(room / "media")] == [{named[0]["path"]: b"the terms"}]


def test_former_database_and_documents_are_kept(room, restored):
    kept = sorted(path.name.partition(".before-")[0] for path in room.glob("*.before-*"))

    assert kept == ["media", "pg"]


def test_verify_finds_the_backup_sound(room, restored):
    done = backups(room, "verify", str(room / "backups"))

    assert (done.returncode, done.stdout.count(": sound, from ")) == (0, 1)


def test_status_tells_how_old_the_newest_moment_is(room, restored):
    done = backups(room, "status", str(room / "backups"))

    assert (done.returncode, done.stdout.startswith("The newest restorable moment was ")) == (0, True)


def test_status_fails_when_there_is_no_backup(room):
    done = backups(room, "status", str(room / "elsewhere"))

    assert (done.returncode, done.stderr.strip()) == (1, f"There is no backup in {room / 'elsewhere'}.")


def test_nothing_to_back_up_is_said(tmp_path):
    done = backups(tmp_path, "once")

    assert done.returncode == 1
    assert done.stderr.startswith("There is nothing to back up: ")
