"""F2: a worker is told to stop twenty times while it sends, as each deployment does."""

import os
import time

from ops import processes
from tests.drills.deliveries import deliveries, promise, under_way, wait_for_end

FAULT = "F2"
PEOPLE = int(os.environ.get("DRILL_PEOPLE") or 5_000)
STOPS = int(os.environ.get("DRILL_KILLS") or 20)
PACE = 0.08  # so slow that the mailing lasts longer than twenty stops


def test_f2_stop_twenty_times(stack, figures, rng, hold_invariants):
    """Every second time the signal reaches the whole group, as systemd does; else the main process, as Docker does."""
    stack.start_broker()
    stack.start_sink()
    stack.order(pace=PACE)
    stack.ask_portal("notices", str(PEOPLE), "stopped")
    stack.start_beat()
    worker = stack.start_worker()

    endings = []
    for number in range(STOPS):
        sent = stack.stored
        assert processes.wait_until(lambda sent=sent: stack.stored > sent + 5, seconds=150, pause=0.2)
        time.sleep(2 * rng.random())
        assert under_way(stack, "stopped") > 0, f"the mailing was over after {number} stops"
        endings.append(worker.stop(to_group=number % 2 == 1, patience=60))
        worker.start()
    assert wait_for_end(stack, "stopped", 900)

    figures.note("stops", len(endings))
    promise(figures, deliveries(stack, "stopped"), people=PEOPLE, extra=0)
    figures.at_most(30, "time to end", max(endings), "s")
    hold_invariants(stack)
