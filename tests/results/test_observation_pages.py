"""Recording an observation on the pages: what is typed, what is refused, and who says what to it."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from results.models import Observation, RubricStep
from results.models.choices import Measure, ObservationState
from tests.factories import IndicatorFactory, ObservationFactory, PeriodFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db

NO_ROWS = {"parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0"}


@pytest.fixture
def record():
    return partnership_between()


@pytest.fixture
def institution(record):
    return record.members.order_by("pk").first().institution


@pytest.fixture
def recorder(institution, client):
    person = member_of(institution, role="staff")
    client.force_login(person)
    return person


@pytest.fixture
def speaker(institution):
    return member_of(institution)


@pytest.fixture
def indicator(record):
    return IndicatorFactory(result__framework__partnership=record, baseline_on="2020")


def typed(**values):
    return {"observed_on": "2025-06-30", "creation_key": str(uuid4()), **NO_ROWS} | values


def address(name, observation):
    return reverse(
        f"results:{name}", args=[observation.indicator.partnership.slug, observation.indicator.number, observation.pk]
    )


def record_it(client, indicator, **values):
    return client.post(
        reverse("results:observation_new", args=[indicator.partnership.slug, indicator.number]), typed(**values)
    )


def submitted(indicator, recorder):
    return ObservationFactory(indicator=indicator, recorded_by=recorder, state=ObservationState.SUBMITTED)


def test_everybody_at_a_party_records_a_draft(client, recorder, indicator):
    record_it(client, indicator, value="1,234.5", place="Freetown")

    observation = Observation.objects.get()
    assert (observation.value, observation.place, observation.state, observation.recorded_by) == (
        Decimal("1234.5"),
        "Freetown",
        ObservationState.DRAFT,
        recorder,
    )


def test_one_button_records_and_submits(client, recorder, indicator):
    record_it(client, indicator, value="3", then="submit")

    assert Observation.objects.get().state == ObservationState.SUBMITTED


def test_parts_are_recorded_with_it(client, recorder, indicator):
    rows = {"parts-TOTAL_FORMS": "2", "parts-0-dimension": "sex", "parts-0-category": "female", "parts-0-value": "1,5"}

    record_it(client, indicator, value="3", **rows)

    assert list(Observation.objects.get().parts.values_list("dimension", "category", "value")) == [
        ("sex", "female", Decimal("1.5"))
    ]


def test_asking_for_more_rows_keeps_what_was_typed_and_stores_nothing(client, recorder, indicator):
    answer = record_it(client, indicator, value="three", more="parts")

    assert (len(answer.context["page"].by_part.forms), answer.context["form"]["value"].value()) == (3, "three")
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("measure", "values", "field", "message"),
    [
        (Measure.UNIT, {"value": "about twelve"}, "value", "If there is none, say why it does not apply."),
        (Measure.UNIT, {"value": "1.234"}, "value", "This can be read in two ways: write 1234 or 1.2340."),
        (Measure.UNIT, {"value": "1e400"}, "value", "Write a number such as 12.5."),
        (Measure.UNIT, {"value": "NaN"}, "value", "Write a number such as 12.5."),
        (Measure.UNIT, {"value": "0.1234567890123456789012345"}, "value", "Write at most 6 figures after the point."),
        (Measure.UNIT, {"value": "9" * 50}, "value", "This has more than 14 figures."),
        (Measure.UNIT, {"value": "3", "not_applicable": "Closed"}, "not_applicable", "not both."),
        (Measure.UNIT, {"value": "", "then": "submit"}, "value", "Give a value, words, or the reason"),
        (Measure.UNIT, {"value": "3", "observed_on": "2019-12-31"}, "observed_on", "This lies before the baseline."),
        (Measure.UNIT, {"value": "3", "observed_on": "0001-01-01"}, "observed_on", "There is no such date"),
        (Measure.UNIT, {"value": "3", "observed_on": "soon"}, "observed_on", "Enter a valid date."),
        (Measure.PERCENTAGE, {"value": "101"}, "value", "A percentage lies between 0 and 100."),
        (Measure.PERCENTAGE, {"value": "-1"}, "value", "A percentage lies between 0 and 100."),
        (Measure.PERCENTAGE, {"numerator": "1", "denominator": "0"}, "denominator", "Nothing can be divided by zero"),
        (Measure.PERCENTAGE, {"numerator": "3", "denominator": "2"}, "numerator", "This is more than all of them"),
        (Measure.PERCENTAGE, {"numerator": "3"}, "denominator", "Give both figures, or only the percentage."),
        (
            Measure.PERCENTAGE,
            {"numerator": "1", "denominator": "4", "value": "30"},
            "value",
            "The two figures make 25 per cent.",
        ),
        (
            Measure.PERCENTAGE,
            {"numerator": "9" * 14, "denominator": "0.000001"},
            "numerator",
            "This is more than all of them",
        ),
        (Measure.ORDINAL, {"value": "9"}, "value", "Select a valid choice."),
        (Measure.NOMINAL, {"kind": "Purple"}, "kind", "Select a valid choice."),
    ],
)
def test_bad_input_is_told_beside_its_field_and_stays(client, recorder, record, measure, values, field, message):
    parts = {"numerator": "Acted on", "denominator": "All findings"} if measure == Measure.PERCENTAGE else {}
    indicator = IndicatorFactory(
        result__framework__partnership=record, measure=measure, baseline_on="2020", kinds=["Red", "Green"], **parts
    )
    RubricStep.objects.create(indicator=indicator, score=1, words="Not yet")

    answer = record_it(client, indicator, **values)

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (200, [field])
    assert message in form.errors[field][0]
    assert {name: form[name].value() for name in values if name in form.fields} == {
        name: value for name, value in values.items() if name in form.fields
    }
    assert not Observation.objects.exists()


def test_a_day_to_come_is_refused(client, recorder, indicator):
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = record_it(client, indicator, value="3", observed_on=tomorrow.isoformat())

    assert answer.context["form"].errors == {"observed_on": ["This day has not come yet."]}


def test_numbers_below_nothing_are_taken_where_something_is_counted(client, recorder, indicator):
    record_it(client, indicator, value="−2,5")

    assert Observation.objects.get().value == Decimal("-2.5")


def test_the_parts_of_a_percentage_make_its_value(client, recorder, record):
    indicator = IndicatorFactory(
        result__framework__partnership=record, measure=Measure.PERCENTAGE, unit="", numerator="Acted on"
    )

    record_it(client, indicator, numerator="239", denominator="412")

    assert Observation.objects.get().value == Decimal("58.009709")


def test_a_reason_stands_for_a_value(client, recorder, indicator):
    record_it(client, indicator, not_applicable="No such case came up", then="submit")

    assert Observation.objects.get().not_applicable == "No such case came up"


def test_the_same_form_sent_twice_is_one_observation(client, recorder, indicator):
    values = {"value": "3", "creation_key": str(uuid4())}

    for _turn in range(2):
        answer = record_it(client, indicator, **values)

    assert (Observation.objects.count(), answer.status_code) == (1, 302)


def test_the_same_form_with_other_words_shows_both(client, recorder, indicator):
    key = str(uuid4())
    record_it(client, indicator, value="3", creation_key=key)

    answer = record_it(client, indicator, value="4", creation_key=key)

    assert answer.status_code == 409
    assert answer.context["differences"] == [{"label": "How many? (findings)", "stored": "3"}]
    assert Observation.objects.get().value == 3


def test_two_who_write_at_once_lose_nothing(client, recorder, indicator):
    observation = ObservationFactory(indicator=indicator, recorded_by=recorder, version=4, place="Kenema")

    answer = client.post(address("observation_edit", observation), typed(value="59", version="3"))

    assert answer.status_code == 409
    assert answer.context["form"]["value"].value() == "59"
    assert answer.context["differences"] == [
        {"label": "How many? (findings)", "stored": "58"},
        {"label": "Where", "stored": "Kenema"},
    ]
    observation.refresh_from_db()
    assert observation.value == 58


def test_the_second_save_says_which_version_it_saw(client, recorder, indicator):
    observation = ObservationFactory(indicator=indicator, recorded_by=recorder, version=4)

    client.post(address("observation_edit", observation), typed(value="59", version="4"))

    observation.refresh_from_db()
    assert (observation.value, observation.version) == (59, 5)


def test_a_form_sent_unchanged_leaves_the_recorder(client, recorder, speaker, indicator):
    observation = submitted(indicator, recorder)
    client.force_login(speaker)

    client.post(address("observation_edit", observation), typed(value="58", version="1"))

    observation.refresh_from_db()
    assert (observation.recorded_by, observation.state) == (recorder, ObservationState.SUBMITTED)


def test_another_who_speaks_for_a_party_approves(client, recorder, speaker, indicator):
    observation = submitted(indicator, recorder)
    client.force_login(speaker)

    client.post(address("observation_approve", observation), {"version": "1"})

    observation.refresh_from_db()
    assert (observation.state, observation.verified_by) == (ObservationState.APPROVED, speaker)


def test_who_recorded_it_is_told_that_another_has_to_verify(client, speaker, indicator):
    observation = submitted(indicator, speaker)
    client.force_login(speaker)

    answer = client.post(address("observation_approve", observation), {"version": "1"})

    assert answer.status_code == 409
    assert answer.context["refused"] == "You recorded it yourself. Somebody else has to verify it."


def test_who_does_not_speak_for_a_party_does_not_approve(client, recorder, institution, indicator):
    observation = submitted(indicator, recorder)
    client.force_login(member_of(institution, role="staff"))

    assert client.post(address("observation_approve", observation), {"version": "1"}).status_code == 403


def test_what_changed_since_it_was_read_is_not_approved(client, recorder, speaker, indicator):
    observation = submitted(indicator, recorder)
    client.force_login(speaker)

    answer = client.post(address("observation_approve", observation), {"version": "0"})

    assert (answer.status_code, answer.context["refused"][:14]) == (409, "It was changed")


def test_a_draft_cannot_be_approved(client, recorder, speaker, indicator):
    observation = ObservationFactory(indicator=indicator, recorded_by=recorder)
    client.force_login(speaker)

    answer = client.post(address("observation_approve", observation), {"version": "1"})

    assert (answer.status_code, answer.context["refused"]) == (409, "It is not submitted.")


def test_returned_with_a_reason_mended_and_submitted_again(client, recorder, speaker, indicator):
    observation = submitted(indicator, recorder)
    client.force_login(speaker)
    client.post(address("observation_return", observation), {"reason": "Which register?"})
    client.force_login(recorder)
    shown = client.get(address("observation_edit", observation)).content.decode()

    client.post(address("observation_edit", observation), typed(value="57", version="2", then="submit"))

    observation.refresh_from_db()
    assert "Which register?" in shown
    assert (observation.value, observation.state, observation.returned_reason) == (57, ObservationState.SUBMITTED, "")


def test_nothing_goes_back_without_a_reason(client, recorder, speaker, indicator):
    observation = submitted(indicator, recorder)
    client.force_login(speaker)

    answer = client.post(address("observation_return", observation), {"reason": " "})

    assert answer.context["return_form"].errors == {"reason": ["Say why it goes back."]}
    observation.refresh_from_db()
    assert observation.state == ObservationState.SUBMITTED


def test_what_is_approved_is_not_edited(client, recorder, indicator):
    observation = ObservationFactory(indicator=indicator, approved=True)

    answer = client.post(address("observation_edit", observation), typed(value="1"))

    assert (answer.status_code, answer.context["refused"][:15]) == (409, "It is approved:")


def test_a_correction_begins_with_a_reason_and_the_figures_that_stand(client, recorder, indicator):
    observation = ObservationFactory(indicator=indicator, approved=True)

    answer = client.post(address("observation_correct", observation), {"reason": "A report came late"})

    draft = Observation.objects.get(replaces=observation)
    assert answer.url == address("observation_edit", draft)
    assert (draft.value, draft.correction_reason, draft.number) == (58, "A report came late", 2)


def test_a_draft_is_removed_once(client, recorder, indicator):
    observation = ObservationFactory(indicator=indicator, recorded_by=recorder)

    answers = [client.post(address("observation_remove", observation)) for _turn in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert not Observation.objects.exists()


def test_what_is_approved_is_not_removed(client, recorder, indicator):
    observation = ObservationFactory(indicator=indicator, approved=True)

    assert client.post(address("observation_remove", observation)).status_code == 409


def test_strangers_do_not_see_a_draft(client, indicator):
    assert client.get(address("observation", ObservationFactory(indicator=indicator))).status_code == 404


def test_everybody_sees_what_is_approved_and_no_names_of_people(client, recorder, indicator):
    observation = ObservationFactory(indicator=indicator, approved=True, recorded_by=recorder)
    client.logout()

    shown = client.get(address("observation", observation)).content.decode()

    assert ("58 findings" in shown, "Who verified it" in shown) == (True, False)


def test_strangers_do_not_record(client, indicator):
    client.force_login(member_of(partnership_between().members.first().institution))

    assert record_it(client, indicator, value="3").status_code == 403


def test_a_form_for_a_period_begins_with_its_last_day(client, recorder, indicator):
    period = PeriodFactory(indicator=indicator)
    page = reverse("results:observation_new", args=[indicator.partnership.slug, indicator.number])

    form = client.get(f"{page}?period={period.pk}").context["form"]

    assert form["observed_on"].value() == date(2025, 12, 31)


def test_evidence_of_an_observation_returns_to_its_page(client, recorder, indicator):
    observation = ObservationFactory(indicator=indicator, recorded_by=recorder)

    answer = client.post(
        address("observation_evidence", observation), {"title": "Register", "url": "https://example.org/register"}
    )

    assert (answer.url, observation.evidence.get().title) == (observation.get_absolute_url(), "Register")


def test_parties_read_which_observations_are_open(client, recorder, indicator):
    draft = ObservationFactory(indicator=indicator)

    series = client.get(indicator.get_absolute_url()).context["series"]

    assert series.open == [draft]


@pytest.mark.parametrize("count", [1, 10])
def test_an_indicator_takes_as_many_queries_with_one_observation_as_with_ten(
    client, recorder, indicator, count, django_assert_max_num_queries
):
    for month in range(count):
        ObservationFactory(indicator=indicator, approved=True, observed_on=date(2025, month + 1, 1))
        ObservationFactory(indicator=indicator, observed_on=date(2025, month + 1, 2))

    with django_assert_max_num_queries(19):
        client.get(indicator.get_absolute_url())


@pytest.mark.parametrize("count", [1, 10])
def test_an_observation_takes_as_many_queries_with_one_piece_of_evidence_as_with_ten(
    client, recorder, indicator, count, django_assert_max_num_queries
):
    observation = ObservationFactory(indicator=indicator, recorded_by=recorder)
    for place in range(count):
        observation.evidence.create(title=f"Page {place}", url=f"https://example.org/{place}")
        observation.parts.create(dimension="district", category=str(place), value=place)

    with django_assert_max_num_queries(17):
        client.get(observation.get_absolute_url())
