import pytest

from ops import bootstrap


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """Requirements of two purposes, and a record of what was installed."""
    installed = []
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "say", lambda line: None)

    class Done:
        returncode = 0

    def run(command, **_):
        if "pip" in command:
            installed.append(command[-1].rpartition("/")[2])
        return Done

    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    (tmp_path / ".venv").mkdir()
    for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt"):
        (tmp_path / name).touch()
    return tmp_path, installed


def test_packages_are_installed_once(checkout):
    _, installed = checkout

    bootstrap.install("run")
    bootstrap.install("run")

    assert installed == ["requirements.txt"]


def test_changed_constraint_installs_again(checkout):
    folder, installed = checkout
    bootstrap.install("run")
    (folder / "constraints.txt").write_text("amqp==5.4.2\n")

    bootstrap.install("run")

    assert installed == ["requirements.txt", "requirements.txt"]


def test_running_needs_nothing_more_where_tests_were_installed(checkout):
    _, installed = checkout

    bootstrap.install("dev")
    bootstrap.install("run")

    assert installed == ["requirements-dev.txt"]


def test_missing_system_packages_are_named_in_one_line(monkeypatch):
    said = []
    monkeypatch.setattr(bootstrap, "say", said.append)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda program: None)
    monkeypatch.setattr(bootstrap, "loads", lambda library: library != "libpango-1.0.so.0")

    bootstrap.provide_system_packages("dev")

    assert said == [
        "Without these system packages PDF files, the browser tests, the check of the translations will not work: "
        "apt-get install chromium gettext libpango-1.0-0"
    ]


def test_a_start_tries_once_to_install_what_pdf_files_need(monkeypatch, tmp_path):
    asked = []
    (tmp_path / "var").mkdir()
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "say", lambda line: None)
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda program: program if program == "apt-get" else None)
    monkeypatch.setattr(bootstrap, "loads", lambda library: library != "libpango-1.0.so.0")
    monkeypatch.setattr(bootstrap, "FONTS", tmp_path)
    monkeypatch.setattr(bootstrap, "apt_get", lambda *words: asked.append(words))

    bootstrap.provide_system_packages("run")
    bootstrap.provide_system_packages("run")

    assert asked == [("update",)]
    assert bootstrap.missing_packages()[-2:] == [("fonts-dejavu-core", "PDF files"), ("fonts-noto-core", "PDF files")]


def test_old_python_is_told_which_one_is_needed(monkeypatch):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))

    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or later; this is 3\.9\.2"):
        bootstrap.require_python()
