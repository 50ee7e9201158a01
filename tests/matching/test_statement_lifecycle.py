"""What nobody confirms is asked about, then closed; what has seen its last day closes too."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mail.models import Message
from matching.models import Need, Offer, PeerProfile
from matching.profiles import refresh
from matching.statements import letters
from matching.statements.lifecycle import ask_whether_they_hold, close_what_is_over
from tests.factories import InstitutionFactory, IntroductionFactory, NeedFactory, OfferFactory, member_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
LONG_AGO = TODAY - timedelta(days=180)


@pytest.fixture
def home(db):
    return InstitutionFactory()


@pytest.fixture
def speaker(home):
    return member_of(home)


def told(purpose):
    return list(Message.objects.filter(purpose=purpose).values_list("recipient", "period"))


def test_one_letter_asks_about_all_that_is_due_at_an_institution(home, speaker):
    due = [NeedFactory(institution=home, confirmed_on=LONG_AGO), OfferFactory(institution=home, confirmed_on=LONG_AGO)]
    fresh = NeedFactory(institution=home, confirmed_on=LONG_AGO + timedelta(days=1))

    assert ask_whether_they_hold(TODAY) == 1

    assert told("statements-confirm") == [(speaker.email, f"{home.pk}-{TODAY}")]
    text = Message.objects.get().text
    assert all(reverse(f"matching:{each._meta.model_name}_confirm", args=[each.pk]) in text for each in due)
    assert reverse("matching:need_confirm", args=[fresh.pk]) not in text


def test_the_job_asks_once(home, speaker):
    NeedFactory(institution=home, confirmed_on=LONG_AGO)

    runs = [ask_whether_they_hold(TODAY + timedelta(days=days)) for days in (0, 0, 1, 29)]

    assert runs == [1, 0, 0, 0]


@pytest.mark.parametrize("status", ["draft", "matched", "closed"])
def test_only_what_is_open_is_asked_about(home, speaker, status):
    NeedFactory(institution=home, confirmed_on=LONG_AGO, status=status)

    assert ask_whether_they_hold(TODAY) == 0


@pytest.mark.parametrize(("days", "status"), [(29, "open"), (30, "closed")])
def test_without_a_word_it_closes_after_a_month(home, speaker, days, status):
    offer = OfferFactory(institution=home, confirmed_on=LONG_AGO)
    refresh([home.pk])
    ask_whether_they_hold(TODAY)

    close_what_is_over(TODAY + timedelta(days=days))

    offer.refresh_from_db()
    assert offer.status == status
    assert PeerProfile.objects.filter(offer=offer).exists() is (status == "open")
    assert len(told("statements-closed")) == (status == "closed")


def test_a_word_keeps_it_open_for_another_half_year(client, home, speaker):
    need = NeedFactory(institution=home, confirmed_on=LONG_AGO)
    ask_whether_they_hold(TODAY)
    client.force_login(speaker)
    page = client.get(need.get_absolute_url())
    assert page.context["awaits_word"] is True

    client.post(reverse("matching:need_confirm", args=[need.pk]))

    assert close_what_is_over(TODAY + timedelta(days=30)) == 0
    assert client.get(need.get_absolute_url()).context["awaits_word"] is False


@pytest.mark.parametrize(("last_day", "status"), [(TODAY, "open"), (TODAY - timedelta(days=1), "closed")])
def test_it_closes_after_its_last_day(home, speaker, last_day, status):
    need = NeedFactory(institution=home, ends_on=last_day)

    close_what_is_over(TODAY)

    need.refresh_from_db()
    assert need.status == status
    assert bool(need.closed_because) is (status == "closed")


def test_why_it_closed_is_said_in_its_own_language(home, speaker):
    need = NeedFactory(institution=home, ends_on=LONG_AGO, language="xx")

    close_what_is_over(TODAY)

    need.refresh_from_db()
    assert (need.closed_because, need.closed_on) == ("Its last day is over.", TODAY)


def test_nothing_closes_while_somebody_is_being_introduced(home, speaker):
    need = NeedFactory(institution=home, ends_on=LONG_AGO, status="in_introduction")
    IntroductionFactory(need=need, status="sent")

    assert (close_what_is_over(TODAY), ask_whether_they_hold(TODAY)) == (0, 0)


def test_a_letter_is_dropped_once_its_question_is_answered(home, speaker):
    NeedFactory(institution=home, confirmed_on=LONG_AGO)
    ask_whether_they_hold(TODAY)
    letter = Message.objects.get()
    assert letters.still_asked([letter.pk]) == {letter.pk}

    Need.objects.update(confirmed_on=TODAY)

    assert letters.still_asked([letter.pk]) == set()


def test_who_left_the_institution_gets_no_letter(home, speaker):
    OfferFactory(institution=home, ends_on=LONG_AGO)
    close_what_is_over(TODAY)
    letter = Message.objects.get()
    assert letters.still_closed([letter.pk]) == {letter.pk}

    speaker.memberships.update(status="ended")

    assert letters.still_closed([letter.pk]) == set()


def test_the_letters_take_as_many_queries_for_ten_as_for_one(home, speaker, django_assert_max_num_queries):
    OfferFactory.create_batch(10, institution=home, confirmed_on=LONG_AGO)

    with django_assert_max_num_queries(25):
        ask_whether_they_hold(TODAY)

    assert set(Offer.objects.values_list("asked_on", flat=True)) == {TODAY}
