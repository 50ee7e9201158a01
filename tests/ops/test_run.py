import signal
import socket
import urllib.request

import pytest

from ops import processes, run
from tests.ops.conftest import running


@pytest.fixture
def portal(python):
    """Starts `make run` on a free port with its own `var/`; answers it once its address is printed."""
    port = run.free_port()

    def start(**environment):
        own = {"DATABASE_URL": "", "REDIS_URL": "", "EMAIL_URL": "", "BASE_URL": "", "PORT": str(port)}
        return python("-m", "ops.run", **(own | environment)), port

    return start


def lines_until(process, word):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if word in line:
            return "".join(lines)
    pytest.fail(f"ended with {process.wait()} before saying {word!r}:\n{''.join(lines)}")


@pytest.mark.slow
def test_whole_portal_starts_answers_and_leaves_nothing(room, portal):
    process, port = portal()
    said = lines_until(process, "Ctrl-C stops everything")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/", timeout=10) as answer:
        health = answer.status

    process.send_signal(signal.SIGINT)

    assert process.wait(40) == 0
    assert health == 200
    assert f"http://127.0.0.1:{port}/" in said
    assert "secretariat@demo.example" in said
    assert running(str(room)) == []
    assert not (room / "services.env").exists()


@pytest.mark.slow
def test_killed_outright_the_portal_leaves_nothing_and_starts_again(room, portal):
    process, _ = portal()
    lines_until(process, "Ctrl-C stops everything")

    process.kill()
    process.wait()

    assert processes.wait_until(lambda: running(str(room)) == [], seconds=40)
    again, _ = portal()
    lines_until(again, "Ctrl-C stops everything")
    again.send_signal(signal.SIGTERM)
    assert again.wait(40) == 0


def test_taken_port_is_named_before_anything_starts(room, python):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        process = python("-m", "ops.run", PORT=str(port))
        said, _ = process.communicate(timeout=20)

    assert process.returncode == 1
    assert said == (
        f"Cannot listen on 127.0.0.1 port {port}: Address already in use. Choose another: make run PORT={port + 1}\n"
    )
    assert [file.name for file in room.iterdir()] == ["run.lock"]


@pytest.mark.parametrize("words", ["abc", "-1", "0", "65536", "80 80"])
def test_port_that_is_none_is_refused(words):
    with pytest.raises(SystemExit, match="PORT must be a number"):
        run.port_from(words)


def test_unreachable_database_ends_the_start_with_its_reason(room, python):
    nowhere = f"postgres://portal@127.0.0.1:{run.free_port()}/portal"
    port = str(run.free_port())

    process = python("-m", "ops.run", PORT=port, DATABASE_URL=nowhere, REDIS_URL="redis://x", EMAIL_URL="smtp://x")
    said, _ = process.communicate(timeout=40)

    assert process.returncode == 1
    assert "`manage.py migrate --no-input` ended with status 1" in said
    assert "Connection refused" in said
    assert not (room / "services.env").exists()


def test_second_portal_of_a_checkout_is_refused(room, monkeypatch):
    monkeypatch.setattr(run, "VAR", room)
    lock = run.take_lock()

    with pytest.raises(SystemExit, match=r"runs already from this checkout \(process \d+\)"):
        run.take_lock()

    run.os.close(lock)


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "http://127.0.0.1:8000"), ("0.0.0.0", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000")],
)
def test_address_is_one_that_a_browser_opens(monkeypatch, host, address):
    monkeypatch.setattr(run, "HOST", host)
    monkeypatch.setattr(run, "PORT", 8000)

    assert run.base_url() == address


def test_loopback_answers_to_loopback_names_only(monkeypatch):
    monkeypatch.setattr(run, "HOST", "127.0.0.1")

    assert run.allowed_hosts() == "127.0.0.1,localhost,[::1]"
