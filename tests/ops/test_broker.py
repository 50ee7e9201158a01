import pytest
import redis

from ops import processes
from ops.broker import Broker


@pytest.fixture
def broker(room):
    broker = Broker(room / "broker")
    yield broker
    broker.tidy()


def test_broker_answers_until_it_is_stopped(broker):
    process = broker.run()
    with redis.Redis.from_url(broker.url) as client:
        client.lpush("queue", "task")
        queued = client.lrange("queue", 0, -1)
    processes.stop(process)

    assert queued == [b"task"]
    assert not broker.answers()


def test_broker_leaves_nothing_on_disk(broker):
    process = broker.run()
    processes.stop(process)

    assert list(broker.folder.iterdir()) == []


def test_broker_that_cannot_start_says_why(broker, monkeypatch):
    monkeypatch.setattr(Broker, "command", lambda self: ["/bin/sh", "-c", "echo no memory; exit 1"])

    with pytest.raises(SystemExit, match="no memory"):
        broker.run()
