"""Nobody's mailbox is filled by strangers."""

from datetime import timedelta
from threading import Barrier

import pytest
from django.db import transaction
from django.utils import timezone

from mail import limits
from mail.models import Message
from tests.mail.conftest import in_threads

pytestmark = pytest.mark.django_db
VICTIM = "victim@example.org"


def ask(to=VICTIM, purpose="greeting", sender=""):
    return limits.within_limits(purpose=purpose, to=[to] if isinstance(to, str) else to, sender=sender)


def test_address_gets_three_a_day_for_one_purpose(queue, register):
    register("other")
    for period in "abc":
        assert ask() == [VICTIM]
        queue(VICTIM, period=period)

    assert ask() == []
    assert ask("Victim@Example.org.") == []
    assert ask(purpose="other") == [VICTIM]
    assert ask([VICTIM, "bob@example.org"]) == ["bob@example.org"]


def test_next_day_it_may_be_written_to_again(queue):
    for period in "abc":
        queue(VICTIM, period=period)
    Message.objects.update(created_at=timezone.now() - timedelta(days=1, seconds=1))

    assert ask() == [VICTIM]


def test_sender_causes_only_so_many_a_day(queue, settings):
    settings.MAIL_SENDER_A_DAY = 3
    queue(["a@example.org", "b@example.org"], sender="user:1")
    queue("c@example.org", sender="user:2")

    assert ask(["d@example.org", "e@example.org"], sender="user:1") == ["d@example.org"]
    queue("d@example.org", sender="user:1")
    assert ask("e@example.org", sender="user:1") == []
    assert ask("e@example.org", sender="user:2") == ["e@example.org"]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_keep_to_the_limit(queue):
    start = Barrier(6)

    def invite():
        start.wait()
        for number in range(3):
            with transaction.atomic():
                for address in ask(sender="user:1"):
                    queue(
                        address,
                        period=f"{id(start)}:{number}:{transaction.get_connection().connection.info.backend_pid}",
                    )

    in_threads(invite, 6)

    assert Message.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_question_outside_a_transaction_is_a_mistake():
    with pytest.raises(limits.NotInTransaction):
        ask()


def test_one_question_for_many_addresses_costs_few_queries(django_assert_num_queries):
    with django_assert_num_queries(5):
        ask(["a@example.org", "b@example.org"], sender="user:1")
