"""Child processes that do not outlive the process that started them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ops.accounts import Account

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    cwd: Path | str | None = None,
    on_parent_death: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own, so that a Ctrl-C reaches only us.

    The kernel sends it `on_parent_death` when we vanish, however we vanish. Call it from the main
    thread: the kernel takes the end of the calling thread for the end of the parent.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(os.environ if env is None else env),
            cwd=cwd,
            process_group=0,
            preexec_fn=_tied_to(os.getpid(), on_parent_death),
            **(account.credentials() if account else {}),
        )


def _tied_to(parent: int, death_signal: signal.Signals) -> Callable[[], None]:
    def tie() -> None:
        end_with_parent(death_signal)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return tie


def end_with_parent(by: signal.Signals = signal.SIGTERM) -> None:
    """Have the kernel signal us when our parent vanishes (on Linux; elsewhere nothing happens)."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(by))


def end_with_make() -> None:
    """When make started us, a killed make must not leave us behind."""
    if "MAKELEVEL" in os.environ:
        end_with_parent()


def stop(process: subprocess.Popen[bytes], *, by: signal.Signals = signal.SIGTERM, patience: float = 20) -> None:
    """End a program politely, then whatever is left of its group by force."""
    stop_one(process, by=by, patience=patience)
    kill_group(process)


def stop_one(process: subprocess.Popen[bytes], *, by: signal.Signals = signal.SIGTERM, patience: float = 20) -> None:
    """End a program politely, by force when it takes too long."""
    if process.poll() is not None:
        return
    process.send_signal(by)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        print(f"Process {process.pid} did not stop within {patience:.0f} s and is killed.", flush=True)
        process.kill()
        process.wait()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # an empty group; macOS says so by the second
        return


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return not Path("/proc/self").exists()


def wait_until(condition: Callable[[], bool], *, seconds: float, pause: float = 0.05) -> bool:
    """Whether the condition came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def last_lines(log: Path, count: int = 15) -> str:
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 8192))
        lines = file.read().decode(errors="replace").splitlines()
    return "\n".join("    " + line for line in lines[-count:])
