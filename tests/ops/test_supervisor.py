import os
import signal

import pytest

from ops import processes
from tests.ops.conftest import running

PARTS = """
import signal, sys
from pathlib import Path
from ops import processes
from ops.supervisor import Part, PartFailed, Stopped, Supervisor

room, mark = Path(sys.argv[1]), sys.argv[2]

def part(name, script, **options):
    command = [sys.executable, "-c", script, f"{mark}-{name}"]
    log = room / f"{name}.log"
    return Part(name, lambda: processes.spawn(command, log=log), log, **options)

SLEEP = "import time; time.sleep(300)"
FORKS = "import os, time; os.fork(); time.sleep(300)"
DIES = "print('out of luck'); raise SystemExit(3)"
try:
    with Supervisor() as supervisor:
        supervisor.start(part("server", SLEEP, serves_others=True))
        supervisor.start(part("worker", FORKS))
        if "dies" in sys.argv:
            supervisor.start(part("web", DIES))
        print("up", flush=True)
        supervisor.watch()
except Stopped:
    sys.exit(0)
except PartFailed as failure:
    sys.exit(str(failure))
"""


@pytest.fixture
def supervised(room, python):
    """Starts a supervisor with a server and a worker that forks; answers it and the mark of its parts."""
    mark = room.name

    def start(*words):
        process = python("-c", PARTS, str(room), mark, *words)
        assert process.stdout.readline() == "up\n"
        assert processes.wait_until(lambda: len(running(f"{mark}-worker")) == 2, seconds=10)
        return process, mark

    return start


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_leaves_nothing_running(supervised, ending):
    process, mark = supervised()

    process.send_signal(ending)

    assert process.wait(20) == 0
    assert running(mark) == []


def test_killed_outright_it_takes_its_parts_along(supervised):
    process, mark = supervised()
    parts = running(f"{mark}-server") + running(f"{mark}-worker")[:1]

    process.kill()
    process.wait()

    assert processes.wait_until(lambda: not any(map(processes.is_alive, parts)), seconds=10)
    for orphan in running(mark):  # the worker's fork, which a real worker ends itself
        os.kill(orphan, signal.SIGKILL)


def test_part_that_dies_is_restarted(supervised):
    process, mark = supervised()
    (server,) = running(f"{mark}-server")

    os.kill(server, signal.SIGKILL)

    assert processes.wait_until(lambda: running(f"{mark}-server") not in ([], [server]), seconds=10)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert running(mark) == []


def test_part_that_keeps_dying_ends_everything_and_is_named(supervised):
    process, mark = supervised("dies")

    output, _ = process.communicate(timeout=40)

    assert process.returncode == 1
    assert "The web stopped 4 times within a minute (last exit status 3)" in output
    assert "out of luck" in output
    assert running(mark) == []
