import shutil

import pytest

from ops import assets


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A front end whose build writes one file, and a record of what npm was asked."""
    asked = []

    def npm(*arguments):
        asked.append(arguments[0])
        if arguments[0] == "ci":
            (tmp_path / "node_modules").mkdir(exist_ok=True)
        else:
            (tmp_path / "static" / "build").mkdir(parents=True, exist_ok=True)
            (tmp_path / "static" / "build" / "portal.css").touch()

    for name, value in {
        "ROOT": tmp_path,
        "NODE_MODULES": tmp_path / "node_modules",
        "BUILT": tmp_path / "static" / "build",
        "PACKAGES": (tmp_path / "package.json", tmp_path / "package-lock.json"),
        "npm": npm,
    }.items():
        monkeypatch.setattr(assets, name, value)
    (tmp_path / "frontend").mkdir()
    (tmp_path / "frontend" / "portal.scss").write_text("a {}")
    for file in assets.PACKAGES:
        file.write_text("{}")
    return tmp_path, asked


def test_first_build_installs_and_builds(checkout):
    _, asked = checkout

    assets.build()

    assert asked == ["ci", "run"]


def test_build_without_a_change_asks_npm_nothing(checkout):
    _, asked = checkout
    assets.build()
    asked.clear()

    assets.build()

    assert asked == []


def test_changed_source_is_built_without_a_new_install(checkout):
    folder, asked = checkout
    assets.build()
    asked.clear()
    (folder / "frontend" / "portal.scss").write_text("b {}")

    assets.build()

    assert asked == ["run"]


def test_changed_lock_file_installs_and_builds(checkout):
    folder, asked = checkout
    assets.build()
    asked.clear()
    (folder / "package-lock.json").write_text('{"changed": true}')

    assets.build()

    assert asked == ["ci", "run"]


def test_removed_output_is_built_again(checkout):
    folder, asked = checkout
    assets.build()
    asked.clear()
    shutil.rmtree(folder / "static" / "build")

    assets.build()

    assert asked == ["run"]


def test_failed_build_is_tried_again_next_time(checkout, monkeypatch):
    folder, _ = checkout
    working = assets.npm

    def breaks(*arguments):
        working(*arguments)
        if arguments[0] == "run":
            raise SystemExit("broken style sheet")

    monkeypatch.setattr(assets, "npm", breaks)
    with pytest.raises(SystemExit, match="broken style sheet"):
        assets.build()
    monkeypatch.setattr(assets, "npm", working)

    assets.build()

    assert (folder / "static" / "build" / ".sources").exists()
