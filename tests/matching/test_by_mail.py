"""Asking for an introduction without an account: the form, the letter, the link, and the broker's desk."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Visibility
from mail.models import Message
from matching.introducing import by_mail
from matching.models import AskedByMail, Introduction, RelayMessage
from matching.models.choices import AskedThrough, DeclineReason, IntroductionStatus, OfferStatus
from matching.services.brokering import name_demand
from matching.services.introductions import (
    CannotIntroduce,
    accept_introduction,
    send_introduction,
    take_introduction,
)
from matching.services.mail_requests import Given, accept_by_link, ask_by_mail, confirm_request
from matching.services.relay import write_message
from tests.factories import InstitutionFactory, OfferFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
LUCIA = "lucia@court.example"
GIVEN = Given("Lucía Benítez", LUCIA, "Court of Accounts", "Our findings are repeated every year.", "en")


@pytest.fixture(autouse=True)
def no_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "ask_by_mail": "1000/h/ip"}


@pytest.fixture
def offer():
    return OfferFactory(at_once=1)


@pytest.fixture
def peer(offer):
    return offer.institution


@pytest.fixture
def broker():
    return UserFactory(role="editor")


@pytest.fixture
def court():
    """Of the register, with nobody on the portal."""
    return InstitutionFactory(name="Court of Accounts")


def typed(**changes):
    return {
        "key": str(uuid.uuid4()),
        "problem": GIVEN.problem,
        "demand_name": GIVEN.demand_name,
        "name": GIVEN.name,
        "address": GIVEN.address,
    } | changes


def form_of(peer, offer=None):
    return reverse("matching:ask_by_mail", args=[peer.slug]) + (f"?offer={offer.pk}" if offer else "")


def link_in(letter):
    return re.search(r"https?://[^/\s]+(/\S+by-mail/\S+)", letter.text)[1]


def asked(peer, offer=None, given=GIVEN):
    return ask_by_mail(peer=peer, offer=offer, given=given, key=uuid.uuid4())


def sent(peer, offer, court, broker):
    introduction = confirm_request(asked=asked(peer, offer))
    take_introduction(introduction=introduction, by=broker)
    name_demand(introduction=introduction, institution=court, by=broker)
    return send_introduction(introduction=introduction, by=broker)


def test_a_request_waits_for_its_address(client, peer, offer):
    response = client.post(form_of(peer, offer), typed())

    assert (response.status_code, response.url) == (302, reverse("matching:ask_by_mail_sent", args=[peer.slug]))
    assert list(AskedByMail.objects.values_list("demand_name", "offer", "confirmed_at")) == [
        (GIVEN.demand_name, offer.pk, None)
    ]
    assert not Introduction.objects.exists()


def test_letter_to_an_unconfirmed_address_holds_nothing_that_was_typed(client, peer):
    client.post(form_of(peer), typed(problem="Buy cheap watches", demand_name="Watches Ltd", name="Watch Man"))

    letter = Message.objects.get(purpose=by_mail.CONFIRM)
    assert letter.recipient == LUCIA
    assert [word for word in ("watches", "Watch") if word in letter.text + letter.subject + letter.html] == []


def test_looking_at_the_link_changes_nothing_and_pressing_asks(client, peer, offer, broker):
    client.post(form_of(peer, offer), typed())
    link = link_in(Message.objects.get(purpose=by_mail.CONFIRM))

    shown = client.get(link)
    assert (shown.status_code, Introduction.objects.count()) == (200, 0)

    client.post(link + "confirm/")
    client.post(link + "confirm/")
    introduction = Introduction.objects.get()
    assert (
        introduction.status,
        introduction.asked_through,
        introduction.demand_name,
        introduction.contact_address,
    ) == (
        IntroductionStatus.PROPOSED,
        AskedThrough.MAIL,
        GIVEN.demand_name,
        LUCIA,
    )
    assert introduction.answer_by == timezone.localdate() + timedelta(days=14)
    assert list(Message.objects.filter(purpose="introduction-requested").values_list("recipient", flat=True)) == [
        broker.email
    ]


def test_an_institution_that_offers_is_not_said_to_have_made_no_offer(client, peer, offer):
    told = "This institution has made no offer"
    address = reverse("matching:ask_by_mail", args=[peer.slug])
    other = reverse("matching:ask_by_mail", args=[InstitutionFactory().slug])

    assert [told in client.get(page).text for page in (address, f"{address}?offer={offer.pk}", other)] == [
        False, False, True,
    ]  # fmt: skip


def test_the_message_field_says_who_reads_it(client, peer, court, broker):
    asked, introduction = on_the_desk(peer)
    pages = (by_mail.link_to(asked), introduction.get_absolute_url())
    client.force_login(broker)
    before = ["the peer does not. No address is shown." in client.get(page).text for page in pages]
    name_demand(introduction=introduction, institution=court, by=broker)
    send_introduction(introduction=introduction, by=broker)

    after = ["The other side and the broker read it here." in client.get(page).text for page in pages]
    assert (before, after) == ([True, True], [True, True])


def test_the_same_form_sent_twice_is_one_request(client, peer):
    once = typed()
    for _ in range(2):
        client.post(form_of(peer), once)

    assert AskedByMail.objects.count() == 1


@pytest.mark.parametrize("address", ["a@mailinator.com", "a@sub.mailinator.com", "A@MAILINATOR.COM"])
def test_a_throw_away_address_is_refused_kindly_and_keeps_what_was_typed(client, peer, address):
    response = client.post(form_of(peer), typed(address=address))

    assert response.status_code == 200
    assert response.context["form"].errors == {
        "address": ["This address is thrown away before an answer can come. Please give one that you keep."]
    }
    assert GIVEN.problem in response.text
    assert not AskedByMail.objects.exists()


def test_what_was_typed_is_kept_when_a_field_is_missing(client, peer):
    response = client.post(form_of(peer), typed(problem=""))

    assert list(response.context["form"].errors) == ["problem"]
    assert [GIVEN.name in response.text, GIVEN.demand_name in response.text] == [True, True]


def test_the_fifty_first_of_one_address_waits_and_three_letters_go_out(client, peer):
    answers = [client.post(form_of(peer), typed()).status_code for _ in range(50)]

    assert answers == [302] * 5 + [429] * 45
    assert Message.objects.filter(purpose=by_mail.CONFIRM, recipient=LUCIA).count() == 3


def test_a_program_that_fills_every_field_is_told_nothing(client, peer):
    response = client.post(form_of(peer), typed(homepage="https://example.org"))

    assert (response.status_code, AskedByMail.objects.count()) == (302, 0)


def test_the_answer_is_the_same_for_known_and_unknown_addresses(client, peer):
    known = UserFactory(email="known@audit.example")
    answers = [client.post(form_of(peer), typed(address=each)) for each in (known.email, "new@audit.example")]

    assert answers[0].url == answers[1].url
    assert Message.objects.filter(purpose=by_mail.CONFIRM).count() == 2


def test_asking_for_oneself_is_refused(client, peer):
    response = client.post(form_of(peer), typed(demand_name=peer.name))

    assert response.context["form"].non_field_errors() == ["An institution cannot be introduced to itself."]


def test_an_offer_without_a_free_place_is_refused(client, peer, offer, court, broker):
    sent(peer, offer, court, broker)

    response = client.post(form_of(peer, offer), typed())
    assert response.context["form"].non_field_errors() == ["All places of this offer are taken at the moment."]


def test_an_offer_closed_meanwhile_is_refused(peer, offer):
    offer.status = OfferStatus.CLOSED

    with pytest.raises(CannotIntroduce):
        asked(peer, offer)


def test_an_offer_that_one_may_not_see_is_not_asked_for(client, peer):
    hidden = OfferFactory(institution=peer, visibility=Visibility.COMMUNITY)
    client.post(form_of(peer, hidden), typed())

    assert list(AskedByMail.objects.values_list("offer", flat=True)) == [None]


@pytest.mark.parametrize("token", ["x", "Ij8i:abc", "%F0%9F%98%80"])
@pytest.mark.parametrize("step", ["", "confirm/", "accept/", "withdraw/", "messages/"])
def test_a_link_that_we_did_not_sign_opens_nothing(client, token, step):
    address = reverse("matching:mail_request", args=["TOKEN"]).replace("TOKEN", token) + step

    assert (client.post(address) if step else client.get(address)).status_code == 404


@pytest.mark.parametrize("step", ["accept/", "withdraw/", "messages/"])
def test_before_the_address_is_confirmed_no_step_can_be_taken(client, peer, step):
    link = by_mail.link_to(asked(peer)).removeprefix("http://localhost:8000")

    assert client.post(link + step, {"text": "Hello", "key": uuid.uuid4()}).status_code == 404


def test_nothing_is_sent_before_the_broker_has_said_who_asks(peer, broker):
    introduction = confirm_request(asked=asked(peer))

    with pytest.raises(CannotIntroduce):
        send_introduction(introduction=introduction, by=broker)


def test_the_broker_names_the_institution_by_its_name(client, peer, court, broker):
    introduction = confirm_request(asked=asked(peer))
    client.force_login(broker)
    client.post(reverse("matching:broker_demand", args=[introduction.pk]), {"institution": "Court of Accounts"})

    introduction.refresh_from_db()
    assert introduction.demand_institution == court


def test_an_unknown_institution_is_named_to_nobody(client, peer, broker):
    introduction = confirm_request(asked=asked(peer))
    client.force_login(broker)
    response = client.post(reverse("matching:broker_demand", args=[introduction.pk]), {"institution": "Zzyzx Bureau"})

    introduction.refresh_from_db()
    assert introduction.demand_institution is None
    assert "The register has no institution of this name. Add it first." in response.text


def test_two_who_ask_one_peer_both_come_to_the_desk(peer):
    other = Given("Ama Mensah", "ama@registry.example", "Registry of Deeds", "Our deeds get lost.", "en")

    begun = [confirm_request(asked=asked(peer, given=given)) for given in (GIVEN, other)]

    assert [each.demand_name for each in begun] == ["Court of Accounts", "Registry of Deeds"]


def test_an_institution_that_asks_twice_is_named_once(client, peer, court, broker):
    first, second = (confirm_request(asked=asked(peer)) for _turn in range(2))
    client.force_login(broker)
    typed_name = {"institution": court.name}
    client.post(reverse("matching:broker_demand", args=[first.pk]), typed_name)

    answer = client.post(reverse("matching:broker_demand", args=[second.pk]), typed_name)

    second.refresh_from_db()
    assert second.demand_institution is None
    assert answer.context["form"].non_field_errors() == ["These two are being introduced already."]


def test_from_the_link_to_a_partnership(client, peer, offer, court, broker):
    offering = member_of(peer)
    introduction = sent(peer, offer, court, broker)
    letter = Message.objects.get(purpose=by_mail.NEWS, period__endswith="-sent")

    client.post(link_in(letter) + "accept/")
    accept_introduction(introduction=introduction, by=offering)

    introduction.refresh_from_db()
    assert introduction.status == IntroductionStatus.INTRODUCED
    asks = introduction.partnership.members.filter(side="demand").values_list("institution__name", flat=True)
    assert list(asks) == [court.name]
    told = Message.objects.filter(purpose=by_mail.NEWS).order_by("pk").values_list("period", flat=True)
    assert [period.partition("-")[2] for period in told] == ["noted", "sent", "introduced"]


def test_who_speaks_for_the_institution_goes_before_the_link(client, peer, offer, court, broker):
    member_of(court)
    introduction = sent(peer, offer, court, broker)
    link = link_in(Message.objects.get(purpose=by_mail.NEWS, period__endswith="-sent"))

    assert client.post(link + "accept/").status_code == 409
    introduction.refresh_from_db()
    assert introduction.demand_accepted_at is None


def test_taking_it_back_asks_for_a_reason(client, peer):
    introduction = confirm_request(asked=asked(peer))
    link = link_in(Message.objects.get(purpose=by_mail.NEWS))

    assert client.post(link + "withdraw/").status_code == 200
    client.post(link + "withdraw/", {"because": DeclineReason.TIME})
    introduction.refresh_from_db()
    assert (introduction.status, introduction.declined_side) == (IntroductionStatus.DECLINED, "demand")


def test_accepting_after_taking_it_back_is_refused(client, peer, offer, court, broker):
    sent(peer, offer, court, broker)
    link = link_in(Message.objects.get(purpose=by_mail.NEWS, period__endswith="-sent"))
    client.post(link + "withdraw/", {"because": DeclineReason.TIME})

    assert client.post(link + "accept/").status_code == 409


def on_the_desk(peer):
    asked = ask_by_mail(peer=peer, offer=None, given=GIVEN, key=uuid.uuid4())
    return asked, confirm_request(asked=asked)


def test_taking_it_back_too_late_keeps_the_words(client, peer, court, broker):
    asked, _introduction = on_the_desk(peer)
    Introduction.objects.update(status=IntroductionStatus.EXPIRED)

    page = client.post(by_mail.link_to(asked) + "withdraw/", {"because": "time", "note": "Our team is away."})

    assert (page.status_code, "“Expired”" in page.text, "Our team is away." in page.text) == (409, True, True)


def test_a_broker_closes_a_request_that_is_none_and_who_asked_reads_why(client, peer, broker):
    asked, introduction = on_the_desk(peer)
    member_of(peer)
    client.force_login(broker)
    before = Message.objects.count()

    address = reverse("matching:introduction_close", args=[introduction.pk])
    words = {"because": "not_meant", "note": "This sells shoes."}
    answers = [client.post(address, words).status_code for _twice in range(2)]

    introduction.refresh_from_db()
    assert answers == [302, 302]
    assert (introduction.status, introduction.declined_side) == (IntroductionStatus.DECLINED, "broker")
    assert (introduction.owner, introduction.answered_at is None) == (broker, False)
    assert [letter.recipient for letter in Message.objects.order_by("pk")[before:]] == [LUCIA]
    assert "did not send your request on" in Message.objects.get(pk=Message.objects.latest("pk").pk).text
    client.logout()
    page = client.get(by_mail.link_to(asked)).text
    assert 'A broker closed it: It is no request for a peer. <q dir="auto">This sells shoes.</q>' in page


def test_closing_asks_for_a_reason_and_keeps_the_note(client, peer, broker):
    _asked, introduction = on_the_desk(peer)
    client.force_login(broker)

    page = client.post(reverse("matching:introduction_close", args=[introduction.pk]), {"note": "This sells shoes."})

    assert (page.status_code, "Choose one reason." in page.text, "This sells shoes." in page.text) == (200, True, True)


def test_what_was_sent_meanwhile_is_not_closed(client, peer, court, broker):
    _asked, introduction = on_the_desk(peer)
    name_demand(introduction=introduction, institution=court, by=broker)
    send_introduction(introduction=introduction, by=broker)
    client.force_login(broker)

    address = reverse("matching:introduction_close", args=[introduction.pk])
    page = client.post(address, {"because": "other", "note": "This sells shoes."})

    assert (page.status_code, "This sells shoes." in page.text) == (409, True)
    assert Introduction.objects.get().status == IntroductionStatus.SENT


def test_messages_before_both_sides_are_written_to_stay_with_the_broker(client, peer, offer, court, broker):
    offering = member_of(peer)
    introduction = confirm_request(asked=asked(peer, offer))
    take_introduction(introduction=introduction, by=broker)
    link = link_in(Message.objects.get(purpose=by_mail.NEWS))
    client.post(link + "messages/", {"text": "Our president does not know yet.", "key": uuid.uuid4()})
    assert not Message.objects.filter(recipient=offering.email).exists()

    name_demand(introduction=introduction, institution=court, by=broker)
    introduction = send_introduction(introduction=introduction, by=broker)
    client.post(link + "messages/", {"text": "Good morning.", "key": uuid.uuid4()})

    read = {
        side: [m.text for m in RelayMessage.objects.read_by(introduction, side)] for side in ("supply", "demand", "")
    }
    both = ["Our president does not know yet.", "Good morning."]
    assert read == {"supply": ["Good morning."], "demand": both, "": both}
    client.force_login(offering)
    assert "does not know yet" not in client.get(introduction.get_absolute_url()).text


def test_a_broker_s_message_is_the_first_human_answer(peer, broker):
    introduction = confirm_request(asked=asked(peer))
    write_message(introduction=introduction, text="We are looking.", key=uuid.uuid4(), by=broker)

    introduction.refresh_from_db()
    assert introduction.answered_at is not None
    assert Message.objects.filter(purpose=by_mail.NEWS, recipient=LUCIA, period__contains="message").count() == 1


def test_a_message_of_ten_megabytes_is_refused_in_words(client, peer):
    confirm_request(asked=asked(peer))
    link = link_in(Message.objects.get(purpose=by_mail.NEWS))
    response = client.post(link + "messages/", {"text": "x" * 2_000_000, "key": uuid.uuid4()})

    assert response.status_code in (200, 413)
    assert not RelayMessage.objects.exists()


def test_a_yes_is_given_once(peer, offer, court, broker):
    introduction = sent(peer, offer, court, broker)
    first = accept_by_link(introduction=introduction).demand_accepted_at

    assert accept_by_link(introduction=introduction).demand_accepted_at == first


def test_unconfirmed_requests_are_deleted_after_a_week(peer):
    kept, old, confirmed = asked(peer), asked(peer), asked(peer)
    confirm_request(asked=confirmed)
    long_ago = timezone.now() - timedelta(days=8)
    AskedByMail.objects.filter(pk__in=[old.pk, confirmed.pk]).update(created_at=long_ago)

    assert by_mail.forget_unconfirmed() == 1
    assert set(AskedByMail.objects.values_list("pk", flat=True)) == {kept.pk, confirmed.pk}


def test_a_letter_to_confirm_is_held_back_once_confirmed(peer):
    request = asked(peer)
    letters = list(Message.objects.filter(purpose=by_mail.CONFIRM).values_list("pk", flat=True))
    before = by_mail.still_unconfirmed(letters)
    confirm_request(asked=request)

    assert (before, by_mail.still_unconfirmed(letters)) == (set(letters), set())


def test_a_letter_follows_its_own_address_alone(peer):
    confirm_request(asked=asked(peer))
    letters = Message.objects.filter(purpose=by_mail.NEWS)
    ids = list(letters.values_list("pk", flat=True))
    letters.update(recipient="other@court.example")

    assert by_mail.still_asked(ids) == set()


def test_the_letters_are_in_the_language_of_the_request(peer):
    asked(peer, given=Given("Lucía", LUCIA, "Court", "Los hallazgos se repiten.", "es"))

    assert "/es/introductions/by-mail/" in Message.objects.get(purpose=by_mail.CONFIRM).text
