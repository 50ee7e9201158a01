"""Backups of a real server, their restore, and what is said of one that was spoilt."""

import shutil
import threading
import time
from datetime import timedelta

import pytest

from ops.backups import asking, checking, choosing, documents, keeping, manifest, marks, restoring, rows, taking
from ops.backups.faults import Fault
from ops.backups.server import ask
from tests.ops import backup_portal
from tests.ops.backup_portal import copy_of, cut, files_in, flip, notes_in, oldest_segment, state

pytestmark = pytest.mark.slow


@pytest.fixture
def portal(room):
    portal = backup_portal.begin(room)
    yield portal
    portal.cluster.stop()


@pytest.fixture
def without_django(monkeypatch):
    """The plain tables have no outbox; test_backups_portal.py restores a real portal."""
    monkeypatch.setattr(restoring, "finish", backup_portal.named_files)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """One backup with two documents, to be copied and spoilt."""
    room = tmp_path_factory.mktemp("sound")
    for folder in (room, *room.parents[:2]):
        folder.chmod(0o755)
    portal = backup_portal.begin(room)
    portal.write("first", b"one")
    portal.write("second", b"two" * 1000)
    chain = portal.back_up()
    yield chain.folder
    portal.cluster.stop()


def newest(portal):
    return list(manifest.chains(portal.backups))[-1]


# --- There and back ---------------------------------------------------------------------------------------


def test_restored_copy_equals_the_original_row_by_row_and_file_by_file(portal, without_django):
    portal.write("kept", b"its text")
    portal.write("without a file")
    portal.back_up()
    with portal.server.session() as session:
        before = rows.sums(session)

    portal.restore(portal.place())

    with backup_portal.served(portal.place()) as server, server.session() as session:
        after = rows.sums(session)
    assert after == before
    assert files_in(portal.place().media) == files_in(portal.media)


def test_copy_leaves_out_documents_that_no_row_names(portal, without_django):
    portal.write("kept", b"its text")
    (portal.media / "stray.txt").write_text("left by an upload that failed")
    portal.back_up()

    portal.restore(portal.place())

    assert files_in(portal.place().media) == {"documents/kept.txt": b"its text"}


def test_document_that_was_missing_at_the_time_is_named(portal, without_django, capsys):
    portal.write("lost", b"its text")
    (portal.media / "documents/lost.txt").unlink()
    portal.back_up()

    portal.restore(portal.place())

    assert "documents/lost.txt: the backup never saw this file" in capsys.readouterr().out


def test_sums_of_rows_see_one_changed_value_and_one_changed_order(portal):
    with portal.server.session() as session:
        portal.write("a")
        portal.write("b")
        before = rows.sums(session)
        portal.do("UPDATE notes SET note = 'c' WHERE note = 'b'")
        changed = rows.sums(session)
        portal.do("UPDATE notes SET note = 'b' WHERE note = 'c'")
        back = rows.sums(session)

    assert [line.partition(":")[0] for line in rows.differences(before, changed)] == ["public.notes"]
    assert rows.differences(before, back) == []


def test_backup_waits_for_whoever_writes_rather_than_sum_up_half_a_change(portal, monkeypatch):
    monkeypatch.setattr(marks, "LOCK_TRIES", 1)
    chain = taking.new_chain(portal.backups, portal.server, portal.media, purpose="once", secrets={})
    with portal.server.session() as session:
        ask(session, "BEGIN")
        ask(session, "INSERT INTO notes (note) VALUES ('under way')")
        with pytest.raises(Fault, match="writes without a pause"):
            chain.add_base()
        ask(session, "COMMIT")

    base = chain.add_base()

    chain.stop()
    assert base.tables["public.notes"].rows == 1


# --- A chosen second ---------------------------------------------------------------------------------------


def test_chosen_second_has_what_was_before_and_not_what_came_after(portal, without_django):
    portal.write("early", b"early")
    portal.keep(rounds=1)
    portal.write("before", b"before")
    time.sleep(0.01)
    moment = manifest.now()
    time.sleep(0.01)
    portal.write("after", b"after")
    portal.do("DELETE FROM notes WHERE note = 'early'")
    (portal.media / "documents/early.txt").unlink()
    portal.keep(rounds=1)

    portal.restore(portal.place(), moment)

    assert notes_in(portal.place()) == ["early", "before"]
    assert files_in(portal.place().media) == {"documents/early.txt": b"early", "documents/before.txt": b"before"}


def test_newest_state_reaches_the_last_mark(portal, without_django):
    portal.keep(rounds=1)
    portal.write("between", b"text")
    portal.keep(rounds=2)
    portal.write("too late")

    portal.restore(portal.place())

    assert notes_in(portal.place()) == ["between"]
    assert files_in(portal.place().media) == {"documents/between.txt": b"text"}


def test_moment_that_no_backup_reaches_is_refused_with_what_they_reach(portal):
    chain = portal.back_up()

    with pytest.raises(Fault, match=r"reaches 2020-01-01 00:00\. They reach\n  - from .* to ") as refused:
        choosing.choose(portal.backups, "2020-01-01 00:00")

    assert chain.manifest.mark.at in str(refused.value)


@pytest.mark.parametrize(
    ("words", "message"),
    [("yesterday", '"yesterday" is not a time'), ("2999-01-01 00:00+00", "has not come yet")],
)
def test_moment_that_is_none_is_refused(sound, words, message):
    with pytest.raises(Fault, match=message):
        choosing.choose(sound.parent, words)


# --- A spoilt backup ------------------------------------------------------------------------------------------

SPOILT = {
    "base cut": lambda chain, kept: cut(chain / "bases" / kept.bases[0].name / "base.tar.gz"),
    "base changed": lambda chain, kept: flip(chain / "bases" / kept.bases[0].name / "base.tar.gz"),
    "list of the base changed": lambda chain, kept: flip(chain / "bases" / kept.bases[0].name / "backup_manifest"),
    "base missing": lambda chain, kept: (chain / "bases" / kept.bases[0].name / "base.tar.gz").unlink(),
    "log changed": lambda chain, kept: flip(chain / "wal" / oldest_segment(kept)),
    "log cut": lambda chain, kept: cut(chain / "wal" / oldest_segment(kept)),
    "log missing": lambda chain, kept: (chain / "wal" / oldest_segment(kept)).unlink(),
    "end of the log changed": lambda chain, kept: flip(
        taking.segment_file(chain / "wal", max(kept.wal)), kept.wal[max(kept.wal)].size - 1
    ),
    "document changed": lambda chain, kept: flip(next((chain.parent / "files").glob("*/*"))),
    "document cut": lambda chain, kept: cut(next((chain.parent / "files").glob("*/*"))),
    "document missing": lambda chain, kept: next((chain.parent / "files").glob("*/*")).unlink(),
}


@pytest.mark.parametrize("how", SPOILT)
def test_spoilt_backup_is_found_and_nothing_is_touched(sound, tmp_path, how):
    chain = copy_of(sound, tmp_path / "backups")
    SPOILT[how](chain, manifest.read(chain))
    place = restoring.Place(tmp_path / "there" / "pg", tmp_path / "there" / "media", {})
    place.media.mkdir(parents=True)
    (place.media / "mine.txt").write_text("keep me")
    before = state(tmp_path)

    with pytest.raises(Fault, match="is damaged; it must not be used"):
        checking.check(chain)
    with pytest.raises(Fault, match="is damaged; it must not be used"):
        restoring.restore(choosing.choose(chain.parent), place, force=True)

    assert state(tmp_path) == before


@pytest.mark.parametrize("place", [0.0, 0.01, 0.3, 0.5, 0.77, 0.999])
def test_manifest_with_one_changed_byte_is_found(sound, tmp_path, place):
    chain = copy_of(sound, tmp_path / "backups")
    flip(chain / manifest.NAME, int((chain / manifest.NAME).stat().st_size * place))

    with pytest.raises(Fault, match=r"was cut or changed: it no longer fits its own sha256\. An earlier one is"):
        choosing.choose(chain.parent)


def test_copy_of_the_manifest_with_one_changed_byte_is_found(sound, tmp_path):
    chain = copy_of(sound, tmp_path / "backups")
    flip(next((chain / "bases").glob("*.json")))

    with pytest.raises(Fault, match="was cut or changed"):
        checking.check(chain)


def test_cut_manifest_is_found(sound, tmp_path):
    chain = copy_of(sound, tmp_path / "backups")
    cut(chain / manifest.NAME)

    with pytest.raises(Fault, match="was cut or changed"):
        choosing.choose(chain.parent)


def test_unfinished_backup_is_no_backup(sound, tmp_path):
    chain = copy_of(sound, tmp_path / "backups")
    (chain / manifest.NAME).unlink()

    with pytest.raises(Fault, match="There is no backup in"):
        choosing.choose(chain.parent)


def test_sound_backup_is_found_sound(sound):
    assert checking.check(sound).mark == manifest.read(sound).mark


# --- A place that is taken ---------------------------------------------------------------------------------


def test_place_that_holds_something_is_not_replaced_unasked(sound, tmp_path):
    place = restoring.Place(tmp_path / "pg", tmp_path / "media", {})
    place.media.mkdir()
    (place.media / "mine.txt").write_text("keep me")

    with pytest.raises(Fault, match=r"media would be replaced\. Add FORCE=1"):
        restoring.restore(choosing.choose(sound.parent), place)

    assert files_in(tmp_path) == {"media/mine.txt": b"keep me"}


def test_forced_restore_keeps_what_it_replaced(portal, without_django):
    portal.write("old", b"old")
    portal.back_up()
    place = portal.place()
    portal.restore(place)
    (place.media / "mine.txt").write_text("keep me")

    portal.restore(place, force=True)

    former = sorted(path.name.partition(".before-")[0] for path in place.data.parent.glob("*.before-*"))
    kept = next(place.data.parent.glob("media.before-*"))
    assert former == ["media", "pg"]
    assert files_in(kept) == {"documents/old.txt": b"old", "mine.txt": b"keep me"}
    assert notes_in(place) == ["old"]


@pytest.mark.parametrize("step", ["unpack", "lay_log", "recover"])
def test_interrupted_restore_leaves_what_was_there(portal, without_django, monkeypatch, step):
    portal.write("old", b"old")
    portal.back_up()
    place = portal.place()
    portal.restore(place)

    def interrupted(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(restoring.Copy, step, interrupted)
        with pytest.raises(KeyboardInterrupt):
            portal.restore(place, force=True)
    untouched = notes_in(place), files_in(place.media)
    portal.restore(place, force=True)

    assert untouched == (["old"], {"documents/old.txt": b"old"})
    assert notes_in(place) == ["old"]
    assert list(place.data.parent.glob("*.restoring")) == []


def test_copy_whose_rows_differ_is_not_put_in_place(portal, without_django):
    portal.write("one")
    chain = portal.back_up()
    chain.manifest.bases[0].tables["public.notes"].md5 = "0" * 32
    chain.manifest.write(chain.folder)

    with pytest.raises(Fault, match=r"public\.notes: 1 rows"):
        portal.restore(portal.place())

    assert not portal.place().data.exists()


def test_backup_of_a_newer_portal_is_refused(portal, without_django):
    chain = portal.back_up()
    chain.manifest.bases[0].migrations = ["mail.0001_initial", "mail.9999_from_tomorrow"]
    chain.manifest.write(chain.folder)

    with pytest.raises(Fault, match=r"newer version of the portal .*: this one does not know mail\.9999_from_tomorrow"):
        portal.restore(portal.place())


def test_backup_of_another_postgresql_is_refused(portal):
    chain = portal.back_up()
    chain.manifest.server = 15
    chain.manifest.write(chain.folder)

    with pytest.raises(Fault, match="The backup is of PostgreSQL 15; the programs here are of"):
        portal.restore(portal.place())


# --- Day after day ------------------------------------------------------------------------------------------


def test_keeper_goes_on_with_its_chain_after_a_restart(portal):
    portal.keep(rounds=1)
    portal.write("more", b"more")
    portal.keep(rounds=1)

    (chain,) = manifest.chains(portal.backups)
    assert [len(checking.check(chain).bases), len(manifest.read(chain).files)] == [1, 1]


def test_keeper_begins_anew_when_the_server_threw_its_log_away(portal):
    portal.keep(rounds=1)
    with portal.server.session() as session:
        asking.drop_slots(session, "portal_keep_%")

    portal.keep(rounds=1)

    found = [checking.check(chain) for chain in manifest.chains(portal.backups)]
    assert [len(kept.bases) for kept in found] == [1, 1]


def test_keeper_begins_anew_beside_a_spoilt_chain_and_deletes_no_document(portal, capsys):
    portal.write("kept", b"kept")
    portal.keep(rounds=1)
    (portal.media / "documents/kept.txt").unlink()
    spoilt = newest(portal)
    flip(spoilt / manifest.NAME)

    portal.keep(rounds=1, plan=keeping.Plan(keep=timedelta(0)))

    assert "SPOILT: " in capsys.readouterr().out
    assert [file.read_bytes() for file in (portal.backups / "files").glob("*/*")] == [b"kept"]
    assert len(checking.check(newest(portal)).bases) == 1
    with pytest.raises(Fault, match=r"To restore another backup in .*, name that one's own folder"):
        choosing.choose(portal.backups)
    assert choosing.choose(newest(portal)).chain == newest(portal)


def test_keeper_says_what_fails_and_goes_on(portal, capsys):
    portal.cluster.stop()

    portal.keep(rounds=2)

    assert capsys.readouterr().out.count("FAILED: The database does not answer") == 2


def test_old_bases_their_log_and_documents_go(portal):
    plan = keeping.Plan(base_every=timedelta(0), keep=timedelta(0))
    portal.write("gone soon", b"gone soon")
    portal.keep(rounds=1, plan=plan)
    (portal.media / "documents/gone soon.txt").unlink()
    portal.write("stays", b"stays")
    portal.keep(rounds=4, plan=plan)

    kept = checking.check(newest(portal))
    assert len(kept.bases) == 1
    assert min(kept.wal) == kept.bases[0].first_segment
    assert list(kept.files) == ["documents/stays.txt"]
    assert [file.read_bytes() for file in (portal.backups / "files").glob("*/*")] == [b"stays"]


def test_marks_go_on_while_a_base_is_copied(portal, monkeypatch):
    keeper = portal.keeper(keeping.Plan(base_every=timedelta(0)))
    keeper.try_round()
    waiting = threading.Event()
    copy_base = keeper.chain.copy_base
    monkeypatch.setattr(keeper.chain, "copy_base", lambda: waiting.wait() and copy_base())
    keeper.try_round()
    first = manifest.read(keeper.chain.folder)
    keeper.try_round()
    second = manifest.read(keeper.chain.folder)

    waiting.set()
    keeper.copying.join()
    keeper.try_round()
    third = manifest.read(keeper.chain.folder)
    keeper.stop()

    assert first.mark.lsn < second.mark.lsn < third.mark.lsn
    assert [len(kept.bases) for kept in (first, second, third)] == [1, 1, 2]


def test_one_backup_leaves_no_burden_on_the_server(portal):
    portal.back_up()

    assert portal.do("SELECT slot_name FROM pg_replication_slots") == []


def test_failed_backup_leaves_neither_folder_nor_burden(portal, monkeypatch):
    monkeypatch.setattr(documents, "collect", lambda *_: shutil.copyfile("/nowhere", "/nowhere-else"))

    with pytest.raises(FileNotFoundError):
        portal.back_up()

    assert list(manifest.chains(portal.backups)) == []
    assert portal.do("SELECT slot_name FROM pg_replication_slots") == []
