"""Two brokers and the last place of an offer."""

import pytest

from matching.models import Introduction, Offer
from matching.models.choices import IntroductionStatus
from matching.services.introductions import (
    CannotIntroduce,
    accept_introduction,
    request_introduction,
    send_introduction,
)
from tests.factories import IntroductionFactory, NeedFactory, OfferFactory, UserFactory, member_of
from tests.mail.conftest import in_threads

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_place_is_given_once():
    offer = OfferFactory(at_once=1)
    broker = UserFactory(role="editor")
    waiting = [IntroductionFactory(offer=offer, supply_institution=offer.institution) for _ in range(4)]
    queue = list(waiting)

    def send():
        try:
            return send_introduction(introduction=queue.pop(), by=broker).status
        except CannotIntroduce as refusal:
            return str(refusal)

    full = "All places of this offer are taken at the moment."
    assert sorted(in_threads(send, 4)) == sorted([full] * 3 + [IntroductionStatus.SENT.value])
    assert Offer.objects.with_capacity().get(pk=offer.pk).in_use == 1


def test_asking_twice_at_once_asks_once():
    need, offer = NeedFactory(), OfferFactory()
    person = member_of(need.institution)

    made = in_threads(
        lambda: request_introduction(need=need, institution=offer.institution, offer=offer, by=person).pk, 4
    )

    assert set(made) == {Introduction.objects.get().pk}


def test_two_who_say_yes_at_once_begin_one_partnership():
    introduction = IntroductionFactory()
    demand = member_of(introduction.demand_institution)
    supply = member_of(introduction.supply_institution)
    sent = send_introduction(introduction=introduction, by=UserFactory(role="editor"))
    people = [demand, supply, demand, supply]

    in_threads(lambda: accept_introduction(introduction=sent, by=people.pop()), 4)

    stored = Introduction.objects.get(pk=sent.pk)
    assert (stored.status, stored.partnership is not None) == (IntroductionStatus.INTRODUCED, True)
    assert type(stored.partnership).objects.count() == 1
