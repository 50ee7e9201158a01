"""F6: the mail server is down, puts off, refuses, stalls, or speaks TLS that nobody can trust.

Waiting times are a tenth of the real ones (MAIL_RETRY_SCALE), except in the drill that takes a real hour;
beat's minute stays a minute. So the quarter of an hour that is allowed, at most 14 minutes of waiting and one
until the next sweep, shrinks to 84 and 60 seconds.
"""

import os
import subprocess
import time

import pytest

from ops import processes
from tests.drills.deliveries import deliveries, promise, under_way, wait_for_end

FAULT = "F6"
SCALE = 0.1
HOUR = 3_600
QUARTER = 900
ON_TIME = (QUARTER - 60) * SCALE + 60
PEOPLE = 500
EMAIL_TIMEOUT = 15  # the portal's own patience with a mail server


@pytest.fixture
def portal(stack):
    stack.settings["MAIL_RETRY_SCALE"] = str(SCALE)
    start(stack)
    return stack


def start(stack):
    stack.start_broker()
    stack.sink = stack.start_sink()
    stack.start_worker()
    stack.start_beat()


def test_f6_down_for_an_hour(portal, figures, hold_invariants):
    down_for(portal, figures, seconds=HOUR * SCALE, on_time=ON_TIME)
    hold_invariants(portal)


@pytest.mark.once
@pytest.mark.skipif(not os.environ.get("DRILL_REAL_HOUR"), reason="takes a real hour: DRILL_REAL_HOUR=1 make drills")
def test_f6_down_for_a_real_hour(stack, figures, hold_invariants):
    start(stack)
    down_for(stack, figures, seconds=HOUR, on_time=QUARTER)
    hold_invariants(stack)


def test_f6_everybody_put_off(portal, figures, hold_invariants):
    """450 for most and 421 for some, until a message has been asked about for five minutes (a tenth of them)."""
    off = 300 * SCALE
    portal.order(greylist=off)
    portal.ask_portal("notices", str(PEOPLE), "greylist")

    assert wait_for_end(portal, "greylist", 900)

    first = {event["to"]: event["at"] for event in reversed(list(portal.events("refused")))}
    late = [event["at"] - first[event["to"]] - off for event in portal.events()]
    promise(figures, deliveries(portal, "greylist"), people=PEOPLE, extra=0)
    figures.exactly(PEOPLE, "people put off at first", len(first))
    figures.at_most(ON_TIME, "latest mail after its server would take it", max(late), "s")
    hold_invariants(portal)


def test_f6_one_in_a_hundred_refused(portal, figures, hold_invariants):
    """Three mailings in which 1 % are refused for good, and a fourth."""
    portal.order(refuse_every=100)
    for period in ("first", "second", "third"):
        portal.ask_portal("notices", "1000", period)
        assert wait_for_end(portal, period, 300)
    refusals = portal.rows(
        "SELECT count(*), max(attempts), min(status), max(status) FROM mail_message WHERE attempts > 0 AND status <> 'sent'"
    )
    asked_before = len(list(portal.events("refused")))
    portal.ask_portal("notices", "1000", "fourth")
    assert wait_for_end(portal, "fourth", 300)

    seen = [deliveries(portal, period) for period in ("first", "second", "third", "fourth")]
    figures.exactly(0, "mails to the others that were lost", sum(one.lost for one in seen) - 40)
    figures.exactly(0, "extra raw copies", sum(one.extra for one in seen))
    figures.exactly(30, "refused mails that failed at once", refusals == [(30, 1, "failed", "failed")] and 30)
    figures.exactly(
        10,
        "addresses suppressed after three",
        portal.count("SELECT count(*) FROM mail_suppression WHERE since IS NOT NULL"),
    )
    figures.exactly(
        10,
        "mails of the fourth set aside",
        portal.count("SELECT count(*) FROM mail_message WHERE status = 'suppressed'"),
    )
    figures.exactly(0, "times a suppressed address was tried again", len(list(portal.events("refused"))) - asked_before)
    hold_invariants(portal)


def test_f6_stalled_after_data(portal, figures, hold_invariants):
    """For a minute the server answers nobody after DATA; one recipient it never answers."""
    poison = "p7@drill.example"
    portal.order(stall=["*"])
    portal.ask_portal("notices", "200", "stall")
    assert processes.wait_until(lambda: any(portal.events("stalled")), seconds=90, pause=0.2)
    time.sleep(60)
    portal.order(stall=[poison])
    back = time.time()
    assert processes.wait_until(lambda: under_way(portal, "stall") == 1, seconds=300, pause=0.5)
    others = max(event["at"] for event in portal.events()) - back
    portal.order()
    assert wait_for_end(portal, "stall", 300)

    figures.at_most(ON_TIME, "the others after the server answers again", others, "s")
    promise(figures, deliveries(portal, "stall"), people=200, extra=0)
    hold_invariants(portal)


def test_f6_poison(stack, figures, hold_invariants):
    """One message kills its sweeper each time, one cannot be written as a mail: the others do not wait for them."""
    killer, broken = "p3@drill.example", "p5@drill.example"
    portal, portal.settings["MAIL_RETRY_SCALE"] = stack, str(SCALE)
    portal.ask_portal("notices", "200", "poison")
    portal.rows(
        "UPDATE mail_message SET headers = jsonb_build_object('X-Broken', E'a\\nb') WHERE recipient = %s", broken
    )
    portal.order(kill_always=[killer])
    start(portal)
    began = portal.now
    assert processes.wait_until(lambda: under_way(portal, "poison") == 1, seconds=300, pause=0.2)
    others = [sent - began for _to, _status, _id, _due, sent in deliveries(portal, "poison").rows if sent]
    killed = len(list(portal.events("killed")))
    time.sleep(QUARTER * SCALE)
    rows = dict(portal.rows("SELECT recipient, status FROM mail_message WHERE period = 'poison' AND status <> 'sent'"))
    attempts = portal.count("SELECT attempts FROM mail_message WHERE period = 'poison' AND recipient = %s", killer)
    kills = len(list(portal.events("killed")))
    portal.order()
    assert wait_for_end(portal, "poison", 300)

    figures.at_most(ON_TIME, "latest of the others", max(others).total_seconds(), "s")
    figures.at_most(3, "workers killed before the others were sent", killed)
    figures.at_most(6, "workers killed in a quarter of an hour", kills)
    figures.exactly(1, "the message that cannot be written failed at once", rows.get(broken) == "failed")
    figures.at_least(1, "attempts counted for the message that kills", attempts)
    figures.exactly(0, "extra raw copies", deliveries(portal, "poison").extra)
    hold_invariants(portal)


def test_f6_certificate_nobody_trusts(stack, figures, hold_invariants):
    """The server's certificate is wrong for two minutes; then it has a good one again."""
    good, bad = certificate(stack.place, "good"), certificate(stack.place, "bad")
    stack.settings |= {
        "MAIL_RETRY_SCALE": str(SCALE),
        "EMAIL_URL": f"smtp+tls://127.0.0.1:{stack.mail_port}",
        "SSL_CERT_FILE": str(good[0]),
    }
    stack.start_broker()
    wrong = stack.start_sink(*bad)
    stack.start_worker()
    stack.start_beat()
    stack.ask_portal("notices", "200", "tls")
    time.sleep(120)
    early = stack.stored
    wrong.stop()
    stack.start_sink(*good)
    back = time.time()
    assert wait_for_end(stack, "tls", 600)

    figures.exactly(0, "mails given to a server that cannot prove who it is", early)
    figures.at_most(ON_TIME, "latest mail after the return", max(e["at"] for e in stack.events()) - back, "s")
    promise(figures, deliveries(stack, "tls"), people=200, extra=0)
    hold_invariants(stack)


def down_for(portal, figures, *, seconds, on_time):
    """A mailing is half done when the server goes, and more mail falls due all the time until it is back."""
    portal.order(pace=0.02)
    portal.ask_portal("notices", str(PEOPLE), "before")
    assert processes.wait_until(lambda: portal.stored > PEOPLE // 2, seconds=120, pause=0.1)
    portal.sink.stop()
    portal.ask_portal("notices", "100", "meanwhile", "0", str(seconds))
    time.sleep(seconds)
    attempts = portal.count("SELECT max(attempts) FROM mail_message")
    portal.run_sink(portal.sink)
    back = time.time()
    for period in ("before", "meanwhile"):
        assert wait_for_end(portal, period, 2 * on_time + 300)

    latest = max(event["at"] for event in portal.events()) - back
    figures.note("server down", seconds, "s")
    figures.note("most attempts of a mail", attempts)
    figures.at_most(on_time, "latest mail after the return", latest, "s")
    for period, people in (("before", PEOPLE), ("meanwhile", 100)):
        promise(figures, deliveries(portal, period), people=people, extra=1 if period == "before" else 0)


def certificate(place, name):
    """A certificate for this machine that only its own copy vouches for, and its key."""
    pair = place / f"{name}.pem", place / f"{name}.key"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-out", pair[0], "-keyout", pair[1]),
        ],
        check=True,
        capture_output=True,
    )
    return pair
