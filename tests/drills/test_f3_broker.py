"""F3: the broker loses everything, dies, is full, and is away for ten minutes. Mail and pages depend on Postgres alone."""

import os
import signal
import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from ops import processes
from tests.drills.deliveries import Deliveries, deliveries, promise, under_way, wait_for_end
from tests.drills.reminders import letters, reminded
from tests.drills.visitor import Visitor

FAULT = "F3"
AWAY = float(os.environ.get("DRILL_BROKER_AWAY") or 600)
REMINDERS = 300
PAGES = ["/en/", "/en/partnerships/", "/en/institutions/", "/accounts/login/", "/healthz/live"]
PASSWORD = "a-long-drill-password"


@pytest.fixture
def portal(stack):
    """Everything runs, and `stack.broker_program` can be broken."""
    stack.broker_program = stack.start_broker()
    stack.start_sink()
    stack.worker = stack.start_worker(kept=True)
    stack.start_beat()
    stack.start_web()
    return stack


def test_f3_flushed_twice_in_a_mailing(portal, figures, hold_invariants):
    portal.order(pace=0.05)
    portal.ask_portal("notices", "1000", "flushed")

    for sent in (100, 500):
        wait_for(portal, sent, "flushed")
        portal.broker_command("FLUSHALL")
    back = datetime.now(UTC)
    assert wait_for_end(portal, "flushed", 600)

    report(portal, figures, "flushed", 1000, back)
    hold_invariants(portal)


def test_f3_killed_and_started_empty(portal, figures, hold_invariants):
    portal.order(pace=0.05)
    portal.ask_portal("notices", "1000", "killed")

    for sent in (100, 500):
        wait_for(portal, sent, "killed")
        portal.broker_program.stop(signal.SIGKILL)
        time.sleep(5)
        portal.run_broker(portal.broker_program)
    back = datetime.now(UTC)
    assert wait_for_end(portal, "killed", 600)

    report(portal, figures, "killed", 1000, back)
    hold_invariants(portal)


def test_f3_full(portal, figures, hold_invariants):
    """No room for one more word in the broker for two minutes, while mail falls due and people ask for codes."""
    _pages, usual = visit(portal, until=time.monotonic() + 30)
    portal.ask_portal("notices", "100", "full", "0", "120")
    portal.broker_command("CONFIG", "SET", "maxmemory", "1")
    pages, posts = visit(portal, until=time.monotonic() + 120)
    portal.broker_command("CONFIG", "SET", "maxmemory", "0")
    back = datetime.now(UTC)
    assert wait_for_end(portal, "full", 600)

    figures.exactly(0, "pages and forms not answered with 200 meanwhile", sum(a.status != 200 for a in pages + posts))
    compare(figures, posts, usual)
    report(portal, figures, "full", 100, back)
    hold_invariants(portal)


def test_f3_away_for_ten_minutes(portal, figures, hold_invariants):
    for name in ("owner", "other"):
        portal.ask_portal("person", f"{name}@drill.example", PASSWORD)
    _pages, usual = visit(portal, until=time.monotonic() + 30)
    portal.ask_portal("notices", str(REMINDERS), "away", "0", str(AWAY))
    portal.broker_program.stop(signal.SIGKILL)
    began = time.monotonic()
    refused, other_gets_in = locked_out(portal), signs_in(portal, "other")
    pages, posts = visit(portal, until=began + AWAY)
    waiting = under_way(portal, "away")
    portal.run_broker(portal.broker_program)
    back = datetime.now(UTC)
    swept = processes.wait_until(lambda: under_way(portal, "away") < waiting, seconds=600, pause=0.5)
    rebuilt = (datetime.now(UTC) - back).total_seconds()
    assert swept
    assert wait_for_end(portal, "away", 900)

    figures.note("broker away", AWAY, "s")
    figures.note("pages asked for meanwhile", len(pages))
    figures.exactly(0, "pages and forms not answered with 200 meanwhile", sum(a.status != 200 for a in pages + posts))
    compare(figures, posts, usual)
    figures.exactly(1, "log-in limits hold meanwhile", refused)
    figures.exactly(1, "somebody else signs in meanwhile", other_gets_in)
    figures.at_most(120, "mail goes out again after the broker's return", rebuilt, "s")
    report(portal, figures, "away", REMINDERS, back)
    hold_invariants(portal)


@pytest.mark.parametrize("fault", ["flushed", "killed", "away"])
def test_f3_reminders_of_events(portal, figures, hold_invariants, fault):
    """Forty events remind an hour before, in the next ten minutes; meanwhile the broker forgets, dies or is away."""
    portal.ask_events("reminded", "soon", "40", "3630", str(AWAY))
    time.sleep(AWAY / 4)
    if fault == "flushed":
        portal.broker_command("FLUSHALL")
    else:
        portal.broker_program.stop(signal.SIGKILL)
        time.sleep(5 if fault == "killed" else AWAY)
        portal.run_broker(portal.broker_program)
    back = datetime.now(UTC)
    assert processes.wait_until(lambda: reminded(portal, "soon", "hour").under_way == 0, seconds=AWAY + 400, pause=1)

    seen = reminded(portal, "soon", "hour")
    figures.exactly(200, f"people reminded, {fault}", seen.people)
    figures.exactly(200, f"letters in all, {fault}", letters(portal))
    late = portal.rows(
        "SELECT extract(epoch FROM m.sent_at - greatest(r.due_at, %s)) FROM mail_message m JOIN events_reminder r"
        " ON m.period = format('event-%%s-%%s-%%s', r.event_id, r.sequence, r.kind)",
        back,
    )
    figures.at_most(300, f"latest after its instant, or the return, {fault}", max(float(s) for (s,) in late), "s")
    hold_invariants(portal)


def wait_for(portal, sent, period):
    """Until so many are sent, and others are not."""
    assert processes.wait_until(lambda: portal.stored >= sent, seconds=300, pause=0.2)
    assert under_way(portal, period) > 0


def visit(portal, *, until):
    """Ask for pages, and for mailed codes, every ten seconds."""
    visitor, pages, posts = Visitor(portal.base_url), [], []
    while time.monotonic() < until:
        pages += [visitor.get(path) for path in PAGES]
        posts.append(visitor.post("/accounts/password/reset/", email=f"v{len(posts)}@drill.example"))
        time.sleep(max(0, min(10, until - time.monotonic())))
    return pages, posts


def compare(figures, posts, usual):
    """The machine may be busy: what counts is by how much a request that enqueues is slower than usual."""
    slowest, before = max(a.seconds for a in posts), max(a.seconds for a in usual)
    figures.note("slowest request that enqueues, broker up", before, "s")
    figures.note("slowest request that enqueues, meanwhile", slowest, "s")
    figures.at_most(1, "what the fault adds to it", slowest - before, "s")


def locked_out(portal):
    """Whether the right password is refused, too, after a few wrong ones."""
    visitor = Visitor(portal.base_url)
    for number in range(6):
        visitor.post("/accounts/login/", login="owner@drill.example", password=f"wrong-password-{number}")
    return not signs_in(portal, "owner")


def signs_in(portal, name):
    visitor = Visitor(portal.base_url)
    visitor.post("/accounts/login/", login=f"{name}@drill.example", password=PASSWORD)
    return urlsplit(visitor.get("/accounts/password/change/").url).path == "/accounts/password/change/"


def report(portal, figures, period, people, back):
    """The promise, and by how much each mail was late that could go out once the broker was back."""
    seen = deliveries(portal, period)
    promise(figures, seen, people=people, extra=0)
    figures.at_most(300, "latest mail after it was due, or after the return", latest(seen, back), "s")
    figures.note("times the worker ended and was started again", portal.worker.log.read_text().count("ended with "))
    processes.wait_until(lambda: codes_to_send(portal) == 0, seconds=120, pause=0.5)
    figures.exactly(0, "mailed codes that were not sent", codes_to_send(portal))


def codes_to_send(portal):
    return portal.count("SELECT count(*) FROM mail_message WHERE purpose = 'account' AND status <> 'sent'")


def latest(seen: Deliveries, back: datetime) -> float:
    return max((sent - max(due, back)).total_seconds() for _to, _status, _id, due, sent in seen.rows if sent)
