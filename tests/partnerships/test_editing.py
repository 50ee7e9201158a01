"""Saving a step: nothing of anybody is written over or lost."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import Visibility
from core.versions import EditedMeanwhile
from partnerships.answers import ALL, NewInstitution, Party, PlannedExchange, stored_answers
from partnerships.models import Activity, Partnership
from partnerships.services import editing
from tests.factories import CountryFactory, InstitutionFactory, SectorFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker():
    return InstitutionFactory(name="National Audit Office", country=CountryFactory(iso2="MW"))


@pytest.fixture
def author(asker):
    return member_of(asker)


@pytest.fixture
def draft(asker, author):
    return partnership_between(
        demand=asker, visibility=Visibility.PRIVATE, standing="one_side", created_by=author, problem="As it was"
    )


@pytest.fixture
def submitted(asker, author):
    return partnership_between(demand=asker, visibility=Visibility.PARTIES, standing="one_side", created_by=author)


def save(partnership, author, version=1, **values):
    return editing.save_step(partnership=partnership, values=values, version=version, by=author)


def test_save_step_writes_the_answers_as_a_new_version(draft, author):
    sector = SectorFactory()
    changed_at = draft.changed_at

    saved = save(draft, author, summary="Short", sectors=[sector.pk], languages=["en", "fr"], themes=["tax data"])

    assert stored_answers(saved, ["summary", "sectors", "languages", "themes"], author) == {
        "summary": "Short",
        "sectors": [sector.pk],
        "languages": ["en", "fr"],
        "themes": ["tax data"],
    }
    saved.refresh_from_db()
    assert (saved.version, saved.changed_at > changed_at, saved.sector_codes) == (2, True, [sector.pk])


def test_save_step_with_the_same_answers_is_no_new_version(draft, author):
    save(draft, author, summary="Short")

    again = save(draft, author, version=1, summary="Short")

    assert again.version == 2


def test_save_step_of_an_old_version_loses_neither_text(draft, author):
    save(draft, author, problem="From the first tab")

    with pytest.raises(EditedMeanwhile) as meanwhile:
        save(draft, author, version=1, problem="From the second tab")

    assert meanwhile.value.stored.problem == "From the first tab"
    draft.refresh_from_db()
    assert (draft.problem, draft.version) == ("From the first tab", 2)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.booleans()), max_size=8))
def test_save_step_in_any_order_of_two_tabs_writes_over_nothing_unread(draft, author, acts):
    """Each tab reads, or writes what it read plus a mark of its own; every mark saved stays."""
    read = [Partnership.objects.get(pk=draft.pk) for _tab in range(2)]
    kept = read[0].summary
    for number, (tab, writes) in enumerate(acts):
        if not writes:
            read[tab] = Partnership.objects.get(pk=draft.pk)
            continue
        text = f"{read[tab].summary}{number}"
        try:
            read[tab] = save(draft, author, version=read[tab].version, summary=text)
        except EditedMeanwhile:
            continue
        assert text.startswith(kept)
        kept = text

    assert Partnership.objects.get(pk=draft.pk).summary == kept


@pytest.mark.parametrize("name", ["visibility", "standing", "slug", "created_by", "version", "is_demo", "confirmed_on"])
def test_write_answers_refuses_what_nobody_is_asked(draft, author, name):
    with pytest.raises(ValueError, match=name):
        editing.write_answers(draft, {name: "x"}, by=author)

    assert name not in ALL


def test_save_step_keeps_what_a_staying_member_carries(draft, author, asker):
    member = draft.members.get(side="demand")
    member.iati_role, member.stated_name = "2", "NAO"
    member.save()

    save(draft, author, demand=[Party(asker, asker.country, learns="Risk"), Party(country=CountryFactory(iso2="ZM"))])

    members = draft.members.filter(side="demand")
    assert [(m.pk == member.pk, m.iati_role, m.stated_name, m.learns) for m in members] == [
        (True, "2", "NAO", "Risk"),
        (False, "", "", ""),
    ]


def test_save_step_lets_a_member_go(draft, author):
    save(draft, author, supply=[])

    assert [m.side for m in draft.members.all()] == ["demand"]


def test_save_step_adds_a_new_institution_with_its_slug(draft, author):
    chile = CountryFactory(iso2="CL")

    save(draft, author, broker=[Party(NewInstitution("Instituto Nuevo", chile, "agency"), chile)])

    broker = draft.members.get(side="broker").institution
    assert (broker.slug, broker.country, broker.kind) == ("instituto-nuevo", chile, "agency")


def test_save_step_finds_the_institution_that_someone_added_first(draft, author):
    chile = CountryFactory(iso2="CL")
    first = InstitutionFactory(name="Instituto Nuevo", country=chile)

    save(draft, author, broker=[Party(NewInstitution("instituto  nuevo", chile, "agency"), chile)])

    assert draft.members.get(side="broker").institution == first


def test_save_step_refuses_one_institution_on_both_sides(draft, author, asker):
    with pytest.raises(editing.CannotSave, match="cannot both ask and offer"):
        save(draft, author, supply=[Party(asker)])

    assert draft.members.filter(institution=asker).count() == 1


def test_save_step_to_exchanging_needs_an_institution_on_each_side(draft, author):
    save(draft, author, supply=[Party(country=CountryFactory(iso2="CL"))])

    with pytest.raises(editing.CannotSave, match="steps 2 and 3"):
        save(draft, author, version=2, stage="exchanging")


def test_save_step_logs_each_stage_of_a_submitted_record(submitted, author):
    save(submitted, author, stage="founding")
    save(submitted, author, version=2, stage="exchanging")

    assert [(c.stage, c.changed_by) for c in submitted.stage_changes.all()] == [
        ("founding", author),
        ("exchanging", author),
    ]


def test_save_step_refuses_a_stage_that_cannot_follow(submitted, author):
    save(submitted, author, stage="scoping")

    with pytest.raises(editing.CannotSave, match="goes on to"):
        save(submitted, author, version=2, stage="consolidating")

    submitted.refresh_from_db()
    assert submitted.stage == "scoping"


def test_save_step_makes_a_rewritten_problem_a_report_again(submitted, author, asker):
    Partnership.objects.filter(pk=submitted.pk).update(problem="Old", problem_in_own_words=True)

    save(submitted, author, problem="New")

    submitted.refresh_from_db()
    assert (submitted.problem_in_own_words, submitted.problem_reported_by) == (False, asker.name)


def visit(**fields):
    values = {"pk": None, "kind": "visit", "title": "Visit", "starts_on": date(2026, 3, 9), "ends_on": None}
    return PlannedExchange(**(values | {"mode": "in_person", "travels": "nobody", "people": None} | fields))


def test_save_step_adds_changes_and_removes_exchanges(draft, author):
    save(draft, author, activities=[visit(), visit(title="Workshop")])
    first, _second = draft.activity_set.all()

    save(draft, author, version=2, activities=[visit(pk=first.pk, title="Longer visit")])

    assert [(a.pk, a.title) for a in draft.activity_set.all()] == [(first.pk, "Longer visit")]


def test_an_exchange_in_new_words_is_for_the_parties_again_and_others_stay_as_they_are(submitted, author):
    shown = {"partnership": submitted, "kind": "visit", "starts_on": date(2026, 3, 9), "visibility": "public"}
    kept, changed = (Activity.objects.create(title=title, **shown) for title in ("Visit", "Workshop"))

    save(submitted, author, activities=[visit(pk=kept.pk), visit(pk=changed.pk, title="Longer workshop")])

    assert Activity.objects.get(pk=kept.pk).updated_at == kept.updated_at
    assert [(a.title, a.visibility) for a in submitted.activity_set.order_by("pk")] == [
        ("Visit", "public"),
        ("Longer workshop", "parties"),
    ]


def test_save_step_refuses_an_exchange_of_another_record(draft, submitted, author):
    foreign = Activity.objects.create(partnership=submitted, kind="visit", title="Theirs", starts_on="2026-01-01")

    with pytest.raises(editing.CannotSave, match="another record"):
        save(draft, author, activities=[visit(pk=foreign.pk, title="Mine now")])

    foreign.refresh_from_db()
    assert (foreign.title, foreign.partnership) == ("Theirs", submitted)


def test_save_step_leaves_exchanges_that_the_editor_does_not_see(asker):
    editor = member_of(InstitutionFactory(), role="staff")
    editor.role = "editor"
    editor.save()
    public = partnership_between(demand=asker)
    Activity.objects.create(partnership=public, kind="visit", title="For the parties", starts_on="2026-01-01")

    save(public, editor, activities=[])

    assert public.activity_set.count() == 1
