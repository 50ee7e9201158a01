"""F1: a worker is killed twenty times while it sends one mail to 5,000 people, and at the two moments that matter most."""

import os
import random
import signal
import time

import psutil

from ops import processes
from tests.drills.deliveries import deliveries, promise, under_way, wait_for_end
from tests.drills.stack import Program, Stack

FAULT = "F1"
PEOPLE = int(os.environ.get("DRILL_PEOPLE") or 5_000)
KILLS = int(os.environ.get("DRILL_KILLS") or 20)
PACE = 0.08  # seconds the mail server takes for a message: an unhurried relay, 12 a second on one line
WAYS = ["child", "main", "group"]


def test_f1_kill_twenty_times(stack, figures, rng, hold_invariants):
    stack.start_broker()
    stack.start_sink()
    stack.order(pace=PACE)
    stack.ask_portal("notices", str(PEOPLE), "undisturbed")
    worker, _beat = stack.start_worker(), stack.start_beat()
    undisturbed = time_of(stack, "undisturbed")
    worker.stop()
    stack.ask_portal("notices", str(PEOPLE), "killed")
    worker.start()

    began = first_mail_of(stack, "killed")
    resumed = kill_at_random(stack, worker, rng, "killed")
    assert wait_for_end(stack, "killed", 20 * undisturbed + 300)
    disturbed = last_mail_of(stack, "killed") - began

    figures.note("kills", len(resumed))
    promise(figures, deliveries(stack, "killed"), people=PEOPLE, extra=len(resumed))
    figures.at_most(90, "resumed after a kill", max(resumed), "s")
    figures.at_most(2, "time, as a multiple of the undisturbed", disturbed / undisturbed)
    figures.note("undisturbed", undisturbed, "s")
    hold_invariants(stack)


def test_f1_kill_at_the_exact_points(stack, figures, hold_invariants):
    stack.start_broker()
    stack.start_sink()
    stack.ask_portal("notices", "200", "exact")
    before, after = "p50@drill.example", "p120@drill.example"

    stack.order(pace=0.02, kill={before: "before", after: "after"})
    worker, _beat = stack.start_worker(), stack.start_beat()
    assert wait_for_end(stack, "exact", 300)

    killed = [event["when"] for event in stack.events("killed")]
    copies = [event["to"] for event in stack.events()]
    figures.exactly(1, "kills before the message was stored", killed.count("before"))
    figures.exactly(1, "kills right after it was stored", killed.count("after"))
    figures.exactly(1, "raw copies of what was killed before it was stored", copies.count(before))
    figures.at_most(2, "raw copies of what was killed after it was stored", copies.count(after))
    promise(figures, deliveries(stack, "exact"), people=200, extra=1)
    assert worker.is_up
    hold_invariants(stack)


def time_of(stack: Stack, period: str) -> float:
    began = first_mail_of(stack, period)
    assert wait_for_end(stack, period, 3_600)
    return last_mail_of(stack, period) - began


def first_mail_of(stack: Stack, period: str) -> float:
    already = stack.stored
    assert processes.wait_until(lambda: stack.stored > already, seconds=150, pause=0.2), period
    return float(list(stack.events())[already]["at"])


def last_mail_of(stack: Stack, period: str) -> float:
    assert under_way(stack, period) == 0
    return float(list(stack.events())[-1]["at"])


def kill_at_random(stack: Stack, worker: Program, rng: random.Random, period: str) -> list[float]:
    """Kill at random points of the mailing, in one of three ways; for how long each time nothing was sent."""
    already = stack.stored
    points = sorted(rng.sample(range(PEOPLE // 50, PEOPLE * 19 // 20), KILLS))
    ways = [WAYS[number % 3] for number in range(KILLS)]
    rng.shuffle(ways)
    resumed = []
    for point, way in zip(points, ways, strict=True):
        done = processes.wait_until(lambda point=point: stack.stored - already >= point, seconds=300, pause=0.1)
        assert done, f"nothing more was sent after {len(resumed)} kills"
        time.sleep(rng.random())
        resumed.append(kill(stack, worker, way))
    return resumed


def kill(stack: Stack, worker: Program, way: str) -> float:
    """Kill the worker, start it again where its main process is gone; seconds until mail went out again."""
    if way == "child":
        busy = [child for child in worker.children() if sends(child, stack.mail_port)] or worker.children()
        for child in busy[:1]:
            child.kill()
    else:
        worker.send(signal.SIGKILL, to_group=way == "group")
        worker.process.wait()
        worker.start()
    time.sleep(0.2)  # what was on the line when it was killed does not count
    already, began = stack.stored, time.monotonic()
    assert processes.wait_until(lambda: stack.stored > already, seconds=180), f"no mail for 180 s: {way} was killed"
    return 0.2 + time.monotonic() - began


def sends(process: psutil.Process, port: int) -> bool:
    try:
        return any(line.raddr and line.raddr.port == port for line in process.net_connections(kind="tcp4"))
    except psutil.Error:
        return False
