"""The register in the admin: found, corrected and saved without breaking what the register promises."""

import datetime

import pytest
from django.apps import apps
from django.contrib import admin

from community.models import AuditEntry, User
from core.models import Visibility
from partnerships.models import (
    Activity,
    AwaitedWord,
    Confirmation,
    Correction,
    CostLine,
    CriticalJuncture,
    Document,
    DonorReference,
    OwnWords,
    Partnership,
    PartnershipFormerSlug,
    SideLink,
    StageChange,
)
from partnerships.revisions import revision_of
from partnerships.services.revising import is_outdated, open_revision
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    PartnershipFactory,
    SectorFactory,
    UserFactory,
    member_of,
    partnership_between,
)
from tests.partnerships.admin_pages import address, fields_of, save

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)
# Kept counts; inlines of the partnership and of the correction; and what people of a side feel, which nobody reads.
COUNTS, INLINES = {"FacetCount"}, {"PartnershipFormerSlug", "CorrectionRemark"}
ELSEWHERE = COUNTS | INLINES | {"Pulse", "PulseInvitation", "PulseRound"}
MODELS = sorted({model.__name__ for model in apps.get_app_config("partnerships").get_models()} - ELSEWHERE)
ONE_SIDE = {"standing": "one_side", "visibility": Visibility.PARTIES}


@pytest.fixture
def administrator(client):
    user = UserFactory(role=User.Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def hang_parts_on(partnership):
    donor = InstitutionFactory()
    Activity.objects.create(partnership=partnership, kind="visit", title="Visit", starts_on=TODAY)
    CostLine.objects.create(partnership=partnership, kind="cash", amount=1, currency="EUR", payer=donor)
    Document.objects.create(partnership=partnership, title="Paper", url="https://a.example/paper")
    DonorReference.objects.create(partnership=partnership, institution=donor, number="SE-0-1")
    StageChange.objects.create(partnership=partnership, stage="founding", entered_on=TODAY, changed_by=UserFactory())
    Confirmation.objects.create(partnership=partnership, institution=donor, side="demand", decision="confirmed")
    said = {"partnership": partnership, "institution": donor}
    SideLink.objects.create(**said, side="demand", address="ama@statistics.example")
    Correction.objects.create(**said, side="demand", field="title", proposed="Another title", by_name="Ama")
    OwnWords.objects.create(**said, text="Late again.", by_name="Ama")


def add_rows(count):
    for number in range(count):
        partnership = partnership_between(demand=InstitutionFactory(country=CountryFactory(iso2=f"Q{number}")))
        partnership.sectors.add(SectorFactory(code=f"1{number}"))
        hang_parts_on(partnership)


def test_every_model_has_its_place():
    assert sorted(m.__name__ for m in admin.site._registry if m._meta.app_label == "partnerships") == MODELS


@pytest.mark.parametrize("model", MODELS)
def test_list_costs_the_same_for_ten_rows(administrator, client, model, django_assert_max_num_queries):
    url = address(f"{model.lower()}_changelist")
    add_rows(1)
    client.get(url)  # content types are read once and remembered

    def queries(**query):
        with django_assert_max_num_queries(12) as captured:
            assert client.get(url, query).status_code == 200
        return len(captured)

    one, one_found = queries(), queries(q="partnership")
    add_rows(9)
    assert (queries(), queries(q="partnership")) == (one, one_found)


def test_page_of_a_record_costs_the_same_for_ten_members(administrator, client, django_assert_max_num_queries):
    few, many = partnership_between(), partnership_between()
    hang_parts_on(few)
    for _ in range(10):
        hang_parts_on(many)
    client.get(address("partnership_change", few.pk))

    def queries(partnership):
        with django_assert_max_num_queries(60) as captured:
            assert client.get(address("partnership_change", partnership.pk)).status_code == 200
        return len(captured)

    # Each donor's reference and member that may be chosen anew is read by its own field.
    assert queries(many) - queries(few) <= 9


def found_by(client, **query):
    page = client.get(address("partnership_changelist"), query)
    assert page.status_code == 200
    return [row.title for row in page.context["cl"].result_list]


def test_search_finds_by_every_handle(administrator, client):
    record = partnership_between(
        demand=InstitutionFactory(name="Office of Weights"),
        title="Scales",
        slug="scales-of-justice",
        source_url="https://a.example/scales/",
        iati_identifier="SE-0-SE-6-1",
    )
    DonorReference.objects.create(partnership=record, institution=InstitutionFactory(), number="57/9")
    PartnershipFactory(title="Another", source_url="https://a.example/another")

    for typed in ("scales", "weights office", "scales-of", "https://a.example/scales", "SE-0-SE-6-1", "57/9"):
        assert found_by(client, q=typed) == ["Scales"], typed


@pytest.mark.parametrize("typed", ["%", "((((", "'", "\u202e", "word " * 500, "é", "'; --"])
def test_search_takes_whatever_is_typed(administrator, client, typed):
    assert client.get(address("partnership_changelist"), {"q": typed}).status_code == 200


def test_filters_by_what_is_typed(administrator, client):
    record = partnership_between(title="Kenyan")
    PartnershipFactory(title="Nowhere")

    assert found_by(client, country="KE") == ["Kenyan"]
    assert found_by(client, institution=record.members.get(side="demand").institution_id) == ["Kenyan"]
    assert found_by(client, visibility__exact="parties") == []


@pytest.mark.parametrize("query", [{"country": "nowhere"}, {"institution": "abc"}, {"institution": "9" * 30}])
def test_filters_take_whatever_is_typed(administrator, client, query):
    page = client.get(address("partnership_changelist"), query)

    assert (page.status_code, page["Location"]) == (302, "/admin/partnerships/partnership/?e=1")


def test_list_counts_no_further_than_people_turn_pages(administrator, client, monkeypatch):
    monkeypatch.setattr("core.admin_lists.MOST_COUNTED", 3)
    add_rows(5)

    assert "more than 3" in client.get(address("partnership_changelist")).text


def test_list_does_not_name_the_drafts_of_others(administrator, client):
    PartnershipFactory(title="Secret plan", visibility="private", standing="one_side", created_by=UserFactory())
    PartnershipFactory(title="My plan", visibility="private", standing="one_side", created_by=administrator)

    page = client.get(address("partnership_changelist")).text

    assert "(a private draft)" in page
    assert "My plan" in page
    assert "Secret plan" not in page


# --- Saving -----------------------------------------------------------------------------------------


def test_saving_counts_a_version_and_keeps_what_was_not_touched(administrator, client):
    record = partnership_between(title="Old", summary="Kept.", languages=["en", "rw"])
    record.themes.add("archives")

    save(client, address("partnership_change", record.pk), title="New")

    after = Partnership.objects.get(pk=record.pk)
    assert (after.title, after.summary, after.version) == ("New", "Kept.", record.version + 1)
    assert (sorted(after.languages), after.theme_slugs) == (["en", "rw"], ["archives"])
    assert after.changed_at > record.changed_at
    assert after.members.count() == 2


def test_saving_a_member_counts_a_version(administrator, client):
    record = partnership_between()
    url = address("partnership_change", record.pk)

    save(client, url, **{"members-0-brings": "Forty clerks"})
    save(client, url)

    assert Partnership.objects.get(pk=record.pk).version == record.version + 1


def test_after_saving_a_member_whose_word_is_missing_is_noted(administrator, client):
    record = partnership_between()

    save(client, address("partnership_change", record.pk), **{"members-0-brings": "Forty clerks"})

    assert AwaitedWord.objects.filter(partnership=record).count() == 2


def test_saving_what_someone_else_changed_meanwhile_is_refused(administrator, client):
    record = partnership_between(title="Old")

    page = save(client, address("partnership_change", record.pk), title="Mine", seen_version="7")

    assert "Someone saved this record while you were writing" in page.text
    assert "Mine" in page.text
    assert Partnership.objects.get(pk=record.pk).title == "Old"


def test_a_new_slug_leaves_a_redirect(administrator, client):
    record = partnership_between(slug="old")
    url = address("partnership_change", record.pk)

    save(client, url, slug="newer")
    assert client.get("/en/partnerships/old/")["Location"] == "/en/partnerships/newer/"

    save(client, url, slug="old")
    assert client.get("/en/partnerships/old/").status_code == 200
    assert client.get("/en/partnerships/newer/")["Location"] == "/en/partnerships/old/"


@pytest.mark.parametrize(
    ("slug", "message"),
    [("once", "the address of another partnership"), ("import", "stands for a page"), ("taken", "already exists")],
)
def test_a_slug_is_never_used_again(administrator, client, slug, message):
    PartnershipFormerSlug.objects.create(partnership=PartnershipFactory(slug="taken"), slug="once")
    record = partnership_between(slug="mine")

    page = save(client, address("partnership_change", record.pk), slug=slug)

    assert message in page.text
    assert Partnership.objects.get(pk=record.pk).slug == "mine"


def test_a_new_record_gets_its_slug_and_author(administrator, client):
    page = save(
        client, address("partnership_add"), title="Land registers", source_url="https://a.example", stage="unknown"
    )

    record = Partnership.objects.get()
    assert page.redirect_chain, page.context["adminform"].form.errors
    assert (record.slug, record.created_by, record.visibility) == ("land-registers", administrator, "public")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": "\u200b 🙂"}, "there is no letter"),
        ({"title": "a\u202eb"}, "turn the direction"),
        ({"actual_start": "2024", "actual_end": "2020"}, "cannot end before it starts"),
        ({"actual_start": "soon"}, "Write a year"),
        ({"source_url": ""}, "needs the address of that source"),
        ({"stage": "exchanging"}, ""),
        ({"members-1-side": "demand", "members-1-institution": "same"}, "on that side already"),
        ({"members-1-institution": "same"}, "cannot both ask and offer"),
        ({"members-1-institution": "", "members-1-country": "", "members-1-stated_name": ""}, "Name the institution"),
        ({"summary": "x" * 5001}, "at most 5000"),
    ],
)
def test_what_is_wrong_is_told_by_the_field(administrator, client, changes, message):
    record = partnership_between(title="Right")
    same = str(record.members.get(side="demand").institution_id)
    changes = {name: same if value == "same" else value for name, value in changes.items()}

    page = save(client, address("partnership_change", record.pk), **changes)

    assert page.status_code == 200
    assert message in page.text.replace("&#x27;", "'")
    assert Partnership.objects.get(pk=record.pk).version == record.version + (not message)


def test_a_change_of_stage_is_noted(administrator, client):
    record = partnership_between(stage="founding")
    url = address("partnership_change", record.pk)

    assert "Stages that may follow" in save(client, url, stage="closed").text
    save(client, url, stage="exchanging")

    assert [(c.stage, c.changed_by) for c in StageChange.objects.all()] == [("exchanging", administrator)]


def test_standing_and_readers_are_not_set_by_hand(administrator, client):
    record = partnership_between(**ONE_SIDE)

    save(client, address("partnership_change", record.pk), title="New", visibility="public", standing="public_source")

    after = Partnership.objects.get(pk=record.pk)
    assert (after.title, after.visibility, after.standing) == ("New", "parties", "one_side")


@pytest.fixture
def confirmed():
    record = partnership_between(title="Agreed", standing="both_sides", confirmed_on=TODAY, languages=["en"])
    record.sectors.add(SectorFactory())
    return record


def test_a_wording_that_both_sides_confirmed_is_only_read(administrator, client, confirmed):
    member = confirmed.members.get(side="demand")
    before = revision_of(confirmed)
    url = address("partnership_change", confirmed.pk)
    page = client.get(url)
    assert "Both sides have confirmed this wording" in page.text

    changes = {"title": "Mine", "problem": "Mine", "languages": "fr", "sectors": [], "actual_start": "2020"}
    rows = {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "1", "members-0-id": member.pk,
            "members-0-partnership": confirmed.pk, "members-0-side": "demand", "members-0-brings": "Mine",
            "members-0-institution": member.institution_id, "members-0-DELETE": "on"}  # fmt: skip
    answer = save(client, url, working_mode="mentoring", **changes, **rows)

    after = Partnership.objects.get(pk=confirmed.pk)
    assert answer.redirect_chain, answer.context["adminform"].form.errors
    assert (after.working_mode, after.title, after.languages) == ("mentoring", "Agreed", ["en"])
    assert revision_of(after) == before
    assert "title" not in fields_of(page)


def test_members_of_a_confirmed_record_are_only_read(administrator, client, confirmed):
    member = confirmed.members.get(side="demand")
    before = revision_of(confirmed)

    page = client.get(address("partnershipmember_change", member.pk))
    answers = [
        client.post(address(f"partnershipmember_{act}", member.pk), {"post": "yes"}) for act in ("change", "delete")
    ]
    new = {"partnership": confirmed.pk, "side": "funder", "institution": InstitutionFactory().pk}
    refusal = save(client, address("partnershipmember_add"), **new)

    assert "Both sides have confirmed this wording" in page.text
    assert [answer.status_code for answer in answers] == [403, 403]
    assert "Both sides have confirmed this wording" in refusal.text
    assert revision_of(Partnership.objects.get(pk=confirmed.pk)) == before


def test_what_is_changed_in_a_list_of_its_own_counts_a_version_of_the_record(administrator, client):
    record = partnership_between()
    member = record.members.get(side="demand")
    donor = InstitutionFactory()

    def version():
        return Partnership.objects.get(pk=record.pk).version - record.version

    save(client, address("partnershipmember_change", member.pk), brings="Forty clerks")
    assert version() == 1
    save(client, address("partnershipmember_change", member.pk))
    assert version() == 1
    save(client, address("donorreference_add"), partnership=record.pk, institution=donor.pk, number="SE-1")
    assert version() == 2
    client.post(address("partnershipmember_delete", member.pk), {"post": "yes"})
    assert version() == 3


def test_a_new_wording_stays_open_when_something_beside_it_is_added(administrator, client):
    record = partnership_between()
    copy = open_revision(partnership=record, by=member_of(record.members.get(side="demand").institution))

    save(client, address("donorreference_add"), partnership=record.pk, institution=InstitutionFactory().pk, number="1")
    assert not is_outdated(Partnership.objects.get(pk=copy.pk))

    save(client, address("partnershipmember_change", record.members.first().pk), brings="Forty clerks")
    assert is_outdated(Partnership.objects.get(pk=copy.pk))


def test_a_problem_rewritten_is_no_longer_the_partners_own_words(administrator, client):
    record = partnership_between(problem="Ours.", problem_in_own_words=True)

    save(client, address("partnership_change", record.pk), problem="Theirs.")

    assert Partnership.objects.get(pk=record.pk).problem_in_own_words is False


def test_a_juncture_is_tied_to_a_record(administrator, client):
    covid = CriticalJuncture.objects.create(name="Covid-19", started_on=TODAY)
    record = partnership_between()
    name = "CriticalJuncture_partnerships"
    changes = {f"{name}-TOTAL_FORMS": "1", f"{name}-0-criticaljuncture": covid.pk, f"{name}-0-partnership": record.pk}

    save(client, address("partnership_change", record.pk), **changes)

    assert list(record.junctures.all()) == [covid]


def test_fields_that_offer_while_one_types_work(administrator, client):
    partnership_between(title="Findable", demand=InstitutionFactory(name="Office of Weights"))
    PartnershipFactory(title="Findable secret", visibility="private", standing="one_side")
    source = {"app_label": "partnerships", "model_name": "activity", "field_name": "partnership"}

    answer = client.get("/admin/autocomplete/", {**source, "term": "findable"}).json()

    assert [each["text"] for each in answer["results"]] == ["Findable"]


def test_the_form_is_read_back_as_it_was(administrator, client):
    record = partnership_between(title="Same")
    url = address("partnership_change", record.pk)

    save(client, url)

    assert Partnership.objects.get(pk=record.pk).version == record.version
    assert fields_of(client.get(url))["title"] == ["Same"]


def test_nothing_public_is_written_to_the_audit_log(administrator, client):
    record = partnership_between()

    save(client, address("partnership_change", record.pk), title="New")

    assert not AuditEntry.objects.exists()


def test_a_cost_in_no_currency_is_refused_here_too(administrator, client):
    cost = CostLine.objects.create(
        partnership=partnership_between(), kind="cash", amount=1, currency="EUR", visibility=Visibility.PUBLIC
    )

    answer = save(client, address("costline_change", cost.pk), currency="XXX")

    assert list(answer.context["adminform"].form.errors) == ["currency"]
