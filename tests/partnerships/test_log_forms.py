"""What the steps make of what was typed."""

import pytest
from django.http import QueryDict

from core.models import Visibility
from partnerships.answers import NewInstitution, Party
from partnerships.forms.parties import suggestions
from partnerships.forms.steps import STEPS, AskedForm, OfferedForm, PlanForm, ProblemForm, ResultsForm, StartForm
from tests.factories import CountryFactory, InstitutionFactory, SectorFactory, member_of, partnership_between
from tests.partnerships import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def malawi():
    return CountryFactory(iso2="MW", name_en="Malawi")


@pytest.fixture
def rwanda():
    return CountryFactory(iso2="RW", name_en="Rwanda")


@pytest.fixture
def office(malawi):
    return InstitutionFactory(name="National Statistical Office", acronym="NSO", country=malawi)


@pytest.fixture
def draft(office):
    return partnership_between(
        demand=office, visibility=Visibility.PRIVATE, standing="one_side", created_by=member_of(office)
    )


def query(data):
    sent = QueryDict(mutable=True)
    for name, value in data.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def filled(form, draft, data):
    return form(query(data), instance=draft, user=draft.created_by)


def started(data, office):
    form = StartForm(query(data), user=member_of(office))
    form.is_valid()
    return form


def messages(form):
    """Every message, with the field it stands by."""
    return {
        each.add_prefix(name): [str(message) for message in errors]
        for each in form.forms
        for name, errors in each.errors.items()
    }


def test_start_takes_an_institution_by_its_exact_name(office):
    form = started(typed.start("national  statistical ÓFFICE"), office)

    assert form.values()["demand"] == [Party(office, office.country)]


def test_start_takes_a_country_where_no_institution_is_named(office, malawi):
    form = started(typed.start("", **{"demand-0-country": "MW"}), office)

    assert form.values()["demand"] == [Party(country=malawi)]


def test_start_needs_both_answers(office):
    form = started(typed.start("", problem=""), office)

    assert messages(form) == {
        "problem": ["Say what the partner is trying to change."],
        "demand-0-name": ["Name who asked: the institution, or at least its country."],
    }


def test_institution_of_a_similar_name_is_asked_about(office):
    form = started(typed.start("National Statistics Office"), office)

    row = form.rows[0].forms[0]
    assert messages(form) == {"demand-0-name": ["Did you mean one of these? Choose it, or add yours as new."]}
    assert [(s.institution, s.reason) for s in row.suggestions] == [(office, "a similar name")]
    assert row["name"].value() == "National Statistics Office"


def test_institution_of_the_same_name_in_two_countries_is_asked_about(office, rwanda):
    other = InstitutionFactory(name="National Statistical Office", country=rwanda)

    form = started(typed.start("National Statistical Office"), office)

    assert {s.institution for s in form.rows[0].forms[0].suggestions} == {office, other}
    assert {s.reason for s in form.rows[0].forms[0].suggestions} == {"the same name"}


def test_institution_of_the_same_name_in_two_countries_is_told_by_its_country(office, rwanda):
    other = InstitutionFactory(name="National Statistical Office", country=rwanda)

    form = started(typed.start("National Statistical Office", **{"demand-0-country": "RW"}), office)

    assert form.values()["demand"] == [Party(other, rwanda)]


def test_institution_marked_in_did_you_mean_is_taken(office):
    answer = {"demand-0-asked": "National Statistics Office", "demand-0-choice": str(office.pk)}

    form = started(typed.start("National Statistics Office", **answer), office)

    assert form.values()["demand"] == [Party(office, office.country)]


def test_mark_in_did_you_mean_is_void_once_the_name_is_another(office):
    answer = {"demand-0-asked": "National Statistics Office", "demand-0-choice": str(office.pk)}

    form = started(typed.start("Court of Audit", **answer), office)

    assert list(messages(form)) == ["demand-0-name"]


def test_mark_of_an_institution_that_was_not_offered_is_void(office):
    stranger = InstitutionFactory(name="Quite different")
    answer = {"demand-0-asked": "National Statistics Office", "demand-0-choice": str(stranger.pk)}

    form = started(typed.start("National Statistics Office", **answer), office)

    assert list(messages(form)) == ["demand-0-name"]


def test_institution_picked_while_typing_is_taken(office, rwanda):
    InstitutionFactory(name="National Statistical Office", country=rwanda)

    form = started(typed.start(**{"demand-0-institution": str(office.pk)}), office)

    assert form.values()["demand"] == [Party(office, office.country)]


def test_institution_picked_before_the_text_was_changed_is_not_taken(office):
    form = started(typed.start("Court of Audit", **{"demand-0-institution": str(office.pk)}), office)

    assert list(messages(form)) == ["demand-0-name"]


def test_unknown_institution_is_added_with_its_country_and_kind(office, rwanda):
    answer = {
        "demand-0-asked": "Office of the Ombudsman",
        "demand-0-choice": "new",
        "demand-0-country": "RW",
        "demand-0-kind": "agency",
    }

    form = started(typed.start("Office of the Ombudsman", **answer), office)

    assert form.values()["demand"] == [Party(NewInstitution("Office of the Ombudsman", rwanda, "agency"), rwanda)]


def test_new_institution_needs_a_country_unless_it_is_international(office):
    answer = {"demand-0-asked": "Pôle régional", "demand-0-choice": "new"}

    ministry = started(typed.start("Pôle régional", **answer, **{"demand-0-kind": "ministry"}), office)
    network = started(typed.start("Pôle régional", **(answer | {"demand-0-kind": "network"})), office)

    assert list(messages(ministry)) == ["demand-0-country"]
    assert ministry.rows[0].forms[0].offers_new
    assert network.values()["demand"] == [Party(NewInstitution("Pôle régional", None, "network"))]


def test_suggestions_of_the_chosen_country_come_first(office, rwanda):
    theirs = InstitutionFactory(name="National Statistics Institute of the Republic", country=rwanda)

    form = started(typed.start("National Statistics Office", **{"demand-0-country": "RW"}), office)

    assert [s.institution for s in form.rows[0].forms[0].suggestions] == [theirs, office]


def test_suggestions_say_why(office):
    InstitutionFactory(name="Instituto de Estadística", acronym="NSO")

    assert [s.reason for s in suggestions("NSO")] == ["its acronym", "its acronym"]


def test_rows_of_a_stored_record_come_back_as_they_were(draft):
    form = filled(AskedForm, draft, typed.asked(draft, "National Statistical Office", **{"demand-0-country": "MW"}))

    assert form.is_valid()
    assert form.values() == {
        "demand": [Party(draft.members.first().institution, CountryFactory(iso2="MW"))],
        "peer": [],
    }


def test_name_that_only_a_source_gives_is_kept_without_asking(draft):
    member = draft.members.get(side="demand")
    member.institution, member.stated_name = None, "Several ministries"
    member.save()

    form = filled(AskedForm, draft, typed.asked(draft, "Several ministries"))

    assert form.is_valid()
    assert form.values()["demand"] == [Party(stated_name="Several ministries")]


def test_emptied_or_ticked_rows_go(draft):
    InstitutionFactory(name="Second")
    data = typed.asked(draft, "National Statistical Office", "Second", **{"demand-0-remove": "on"})

    form = filled(AskedForm, draft, data)

    assert form.is_valid()
    assert [str(party.institution) for party in form.values()["demand"]] == ["Second"]


def test_someone_must_have_asked(draft):
    form = filled(AskedForm, draft, typed.asked(draft, ""))

    assert not form.is_valid()
    assert messages(form) == {"demand-0-name": ["Name who asked: the institution, or at least its country."]}


def test_one_institution_on_both_sides_is_refused_by_its_field(draft):
    form = filled(OfferedForm, draft, typed.offered(draft, "National Statistical Office"))

    assert not form.is_valid()
    assert messages(form) == {"supply-0-name": ["The same institution cannot both ask and offer."]}


def test_one_institution_twice_on_a_side_is_refused_by_its_field(draft):
    InstitutionFactory(name="Statistics Sweden")

    form = filled(OfferedForm, draft, typed.offered(draft, "Statistics Sweden", "statistics sweden"))

    assert not form.is_valid()
    assert messages(form) == {"supply-1-name": ["This institution is on that side already."]}


def dates(**parts):
    return {f"actual_{name}": value for name, value in parts.items()}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"start_year": "2024"}, "2024"),
        ({"start_month": "3", "start_year": "2024"}, "2024-03"),
        ({"start_day": "9", "start_month": "03", "start_year": "2024"}, "2024-03-09"),
        ({"start_day": " 29 ", "start_month": "2", "start_year": "2028"}, "2028-02-29"),
        ({}, ""),
    ],
)
def test_dates_may_be_known_to_the_year_the_month_or_the_day(draft, parts, expected):
    form = filled(PlanForm, draft, typed.plan(draft, **dates(**parts)))

    assert form.is_valid(), messages(form)
    assert form.values()["actual_start"] == expected


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"start_month": "3"}, "Add the year."),
        ({"start_day": "3", "start_year": "2024"}, "Add the month, or leave the day out."),
        ({"start_day": "29", "start_month": "2", "start_year": "2027"}, "There is no such date between 1900 and 2100."),
        (
            {"start_day": "00", "start_month": "00", "start_year": "0000"},
            "There is no such date between 1900 and 2100.",
        ),
        ({"start_year": "9999"}, "There is no such date between 1900 and 2100."),
        ({"start_year": "1582"}, "There is no such date between 1900 and 2100."),
        ({"start_month": "13", "start_year": "2024"}, "There is no such date between 1900 and 2100."),
        ({"start_year": "20x4"}, "Write the date in figures, for example 03 2024."),
        ({"start_month": "-1", "start_year": "2024"}, "There is no such date between 1900 and 2100."),
    ],
)
def test_dates_that_are_none_are_refused_by_their_field(draft, parts, message):
    form = filled(PlanForm, draft, typed.plan(draft, **dates(**parts)))

    assert not form.is_valid()
    assert messages(form) == {"actual_start": [message]}


def test_dates_in_arabic_figures_are_read(draft):
    form = filled(PlanForm, draft, typed.plan(draft, **dates(start_month="٣", start_year="٢٠٢٤")))

    assert form.is_valid(), messages(form)
    assert form.values()["actual_start"] == "2024-03"


def test_end_before_the_start_is_refused_by_its_field(draft):
    parts = dates(start_month="03", start_year="2024", end_month="12", end_year="2023")

    form = filled(PlanForm, draft, typed.plan(draft, **parts))

    assert not form.is_valid()
    assert messages(form) == {"actual_end": ["The end date must be after March 2024"]}


def test_unknown_choices_are_refused_by_their_field(draft):
    SectorFactory()
    more = {"sectors": ["99999"], "stage": "dancing", "kind": "unheard", "languages": ["xx"], "sdg_targets": ["99.9"]}

    form = filled(PlanForm, draft, typed.plan(draft, **more))

    assert not form.is_valid()
    assert sorted(messages(form)) == ["kind", "languages", "sdg_targets", "sectors", "stage"]


def test_unknown_country_is_refused_by_its_field(office):
    form = started(typed.start("", **{"demand-0-country": "XX"}), office)

    assert next(iter(messages(form))) == "demand-0-country"


@pytest.mark.parametrize("title", ["🎉🎉", "   ", "\u202e\u200b", "…", "👩‍👩‍👧"])
def test_title_without_a_letter_is_refused_in_words(draft, title):
    form = filled(ProblemForm, draft, typed.problem(draft, title=title))

    assert not form.is_valid()
    assert list(messages(form)) == ["title"]


def test_direction_overrides_are_left_out(draft):
    form = filled(ProblemForm, draft, typed.problem(draft, title="Tax\u202edata"))

    assert form.is_valid()
    assert form.values()["title"] == "Taxdata"


def test_nul_is_refused_by_its_field(draft):
    form = filled(ProblemForm, draft, typed.problem(draft, problem="a\x00b"))

    assert not form.is_valid()
    assert list(messages(form)) == ["problem"]


def test_line_breaks_of_browsers_count_once(draft):
    text = "\r\n".join(["x" * 149] * 4)

    form = filled(OfferedForm, draft, typed.offered(draft, "", why_this_peer=text))

    assert form.is_valid()
    assert form.values()["why_this_peer"] == text.replace("\r\n", "\n")


def test_too_much_text_is_refused_by_its_field(draft):
    form = filled(ProblemForm, draft, typed.problem(draft, problem="a" * 5001))

    assert messages(form) == {"problem": ["Ensure this value has at most 5000 characters (it has 5001)."]}


def test_source_must_be_an_address_of_the_web(draft):
    form = filled(ResultsForm, draft, typed.results(draft, source_url="javascript:alert(1)"))

    assert list(messages(form)) == ["source_url"]


def test_exchange_of_another_record_is_refused(draft):
    rows = typed.exchanges("Visit") | {"activities-0-pk": "4711"}

    form = filled(PlanForm, draft, typed.plan(draft, **rows))

    assert list(messages(form)) == ["activities-0-pk"]


def test_exchange_that_ends_before_it_starts_is_refused_by_its_field(draft):
    rows = typed.exchanges("Visit") | {"activities-0-ends_on": "2026-03-08"}

    form = filled(PlanForm, draft, typed.plan(draft, **rows))

    assert messages(form) == {"activities-0-ends_on": ["An exchange cannot end before it starts."]}


def test_submitted_record_is_offered_the_stages_that_may_follow(draft):
    draft.visibility, draft.stage = Visibility.PARTIES, "scoping"

    form = PlanForm(instance=draft, user=draft.created_by)

    assert [value for value, _label in form.fields["stage"].choices] == [
        "scoping",
        "founding",
        "suspended",
        "cancelled",
    ]


@pytest.mark.parametrize("step", [step for step in STEPS if step.form], ids=lambda step: step.slug)
def test_forms_cannot_write_what_nobody_is_asked(draft, step):
    data = {"version": 1, "visibility": "public", "standing": "both_sides", "created_by": "1", "slug": "x"}

    form = filled(step.form, draft, data)
    form.is_valid()

    assert {"visibility", "standing", "created_by", "slug", "is_demo"} & set(form.fields) == set()
    assert (draft.visibility, draft.standing) == (Visibility.PRIVATE, "one_side")
