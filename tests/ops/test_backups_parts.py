"""The parts of a backup that need no server."""

from datetime import UTC, datetime

import pytest

from ops.backups import apart, documents, manifest, swapping
from ops.backups.documents import NamedFile
from ops.backups.faults import Fault
from ops.backups.manifest import Manifest, Mark
from tests.ops.backup_portal import files_in

KEYS = {"SECRET_KEY": "one", "LINK_KEY": "two", "EMAIL_URL": "smtp://three", "LINK_KEY_FALLBACKS": ""}


def an_empty_manifest():
    return Manifest(system="1", server=18, timeline=2, segment_size=16 << 20, slot="s", mark=Mark("m", "", 0))


# --- Secrets -----------------------------------------------------------------------------------------------


def test_fingerprints_name_what_is_set_and_tell_nothing_else():
    kept = apart.fingerprints(KEYS)

    assert sorted(kept) == ["EMAIL_URL", "LINK_KEY", "SECRET_KEY"]
    assert not any(value in print_ for value in ("one", "two", "three") for print_ in kept.values())


def test_fingerprints_of_one_value_differ_from_backup_to_backup():
    assert apart.fingerprints(KEYS) != apart.fingerprints(KEYS)


def test_right_keys_raise_no_word():
    assert apart.compared(apart.fingerprints(KEYS), KEYS) == []


def test_wrong_and_missing_keys_are_named_with_what_follows():
    lines = apart.compared(apart.fingerprints(KEYS), {"SECRET_KEY": "another"})

    assert lines == [
        "SECRET_KEY is not the one of the backup: everybody is signed out, and links in mail are dead unless LINK_KEY "
        "is the same.",
        "LINK_KEY is not set here: links in mail sent before are dead.",
    ]


# --- The manifest --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lsn", "name"),
    [
        (1, "000000020000000000000000"),
        (16 << 20, "000000020000000000000000"),
        ((16 << 20) + 1, "000000020000000000000001"),
        ((1 << 32) + 1, "000000020000000100000000"),
    ],
)
def test_segment_holds_the_byte_before_a_position(lsn, name):
    assert an_empty_manifest().segment(lsn) == name


def test_manifest_is_read_as_it_was_written(tmp_path):
    kept = an_empty_manifest()
    kept.secrets = {"SECRET_KEY": "…"}

    kept.write(tmp_path)

    assert manifest.read(tmp_path) == kept


@pytest.mark.parametrize("words", ["2026-11-22 17:03:20", "2026-11-22 17:03:20+00", "2026-11-22T18:03:20+01:00"])
def test_moment_without_a_zone_is_utc(words):
    assert manifest.moment(words) == datetime(2026, 11, 22, 17, 3, 20, tzinfo=UTC)


# --- Documents ------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(tmp_path):
    """Two documents of the same content and one of another, collected."""
    media, store, sealed = tmp_path / "media", tmp_path / "store", an_empty_manifest()
    (media / "a").mkdir(parents=True)
    for name, content in (("a/one.txt", "same"), ("a/two.txt", "same"), ("three.txt", "other")):
        (media / name).write_text(content)
    assert documents.collect(media, store, sealed) == 3
    return media, store, sealed


def test_same_content_is_kept_once(kept):
    _media, store, _sealed = kept

    assert sorted(file.read_text() for file in store.glob("*/*")) == ["other", "same"]


def test_second_look_keeps_only_what_is_new_and_notes_what_is_gone(kept):
    media, store, sealed = kept
    (media / "four.txt").write_text("new")
    (media / "three.txt").unlink()

    new = documents.collect(media, store, sealed)

    assert new == 1
    assert {path for path, file in sealed.files.items() if file.gone_at} == {"three.txt"}


def test_changed_document_is_kept_anew(kept):
    media, store, sealed = kept
    (media / "three.txt").write_text("changed")

    assert documents.collect(media, store, sealed) == 1
    assert sealed.files["three.txt"].sha256 == documents.hash_of(media / "three.txt")


def test_documents_without_a_sum_in_their_row_are_found_by_their_path(kept, tmp_path):
    _media, store, sealed = kept

    problems = documents.place([NamedFile("a/one.txt", "")], sealed, store, tmp_path / "back")

    assert problems == []
    assert files_in(tmp_path / "back") == {"a/one.txt": b"same"}


def test_row_whose_path_leads_out_of_the_folder_writes_nothing(kept, tmp_path):
    _media, store, sealed = kept
    sha256 = sealed.files["three.txt"].sha256

    problems = documents.place([NamedFile("../escaped.txt", sha256)], sealed, store, tmp_path / "back")

    assert problems == ["../escaped.txt: leads out of the folder"]
    assert not (tmp_path / "escaped.txt").exists()


def test_faults_names_what_is_missing_changed_or_too_many(kept):
    media, _store, _sealed = kept
    named = [NamedFile("a/one.txt", "0" * 64), NamedFile("gone.txt", ""), NamedFile("a/two.txt", "")]

    assert documents.faults(named, media) == [
        "gone.txt: missing",
        "three.txt: no row names it",
        "a/one.txt: its sha256 is not the row's",
    ]


# --- Exchanging folders ------------------------------------------------------------------------------------


@pytest.fixture
def two(tmp_path):
    for name in ("fresh", "place"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    return tmp_path / "fresh", tmp_path / "place", tmp_path / "former"


@pytest.mark.parametrize("at_once", [True, False])
def test_fresh_folder_takes_the_place_and_the_former_is_kept(two, monkeypatch, at_once):
    fresh, place, former = two
    if not at_once:  # as on a file system that cannot
        monkeypatch.setattr(swapping, "_exchanged_at_once", lambda *_: False)

    assert swapping.put_in_place(fresh, place, former) is True

    assert ((place / "file").read_text(), (former / "file").read_text()) == ("fresh", "place")
    assert not fresh.exists()


def test_fresh_folder_takes_an_empty_place(two):
    fresh, _place, former = two

    assert swapping.put_in_place(fresh, fresh.with_name("nothing"), former) is False

    assert (fresh.with_name("nothing") / "file").read_text() == "fresh"


def test_mount_point_cannot_be_exchanged():
    with pytest.raises(Fault, match="/proc is a mount point and cannot be exchanged"):
        swapping.require_swappable(swapping.Path("/proc"))
