"""Drafts: begun once, submitted once, their parties asked once."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils.text import slugify

from core.models import Visibility
from core.versions import EditedMeanwhile
from mail.models import Message
from partnerships.answers import Party, Side
from partnerships.models import Partnership, PartnershipFormerSlug
from partnerships.services import drafts, editing
from tests.factories import CountryFactory, InstitutionFactory, PartnershipFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker():
    return InstitutionFactory(name="National Statistical Office", country=CountryFactory(iso2="MW"))


@pytest.fixture
def offerer():
    return InstitutionFactory(name="Statistics Sweden", country=CountryFactory(north=True))


@pytest.fixture
def author(asker):
    return member_of(asker)


def begin(author, key=None, **values):
    values = {"problem": "The business survey comes three years late.", Side.DEMAND.value: []} | values
    return drafts.create_draft(values=values, creation_key=key or uuid.uuid4(), by=author)


def between(author, asker, offerer, **values):
    sides = {"demand": [Party(asker)], "supply": [Party(offerer)]}
    return begin(author, **sides, **values)


def test_create_draft_is_private_and_reported_by_the_authors_institution(author, asker):
    draft = begin(author, demand=[Party(asker)])

    draft.refresh_from_db()
    assert (draft.visibility, draft.standing) == (Visibility.PRIVATE, Partnership.Standing.ONE_SIDE)
    assert (draft.reported_by, draft.created_by) == (asker, author)
    assert (draft.problem_reported_by, draft.problem_in_own_words) == (asker.name, False)
    assert [(m.institution, m.side) for m in draft.members.all()] == [(asker, "demand")]


def test_create_draft_takes_its_title_from_the_problem(author):
    draft = begin(author, problem="Audit findings\nare repeated " + "every year " * 20)

    assert draft.title == "Audit findings"


def test_create_draft_tells_nothing_by_its_address(author):
    draft = begin(author, problem="A coup plan")

    assert re.fullmatch(r"draft-[a-z0-9]{12}", draft.slug)


def test_create_draft_with_the_same_key_gives_the_same_record(author):
    key = uuid.uuid4()

    first, second = begin(author, key), begin(author, key, problem="Another problem.")

    assert (first.pk, Partnership.objects.count()) == (second.pk, 1)


def test_create_draft_with_the_key_of_another_author_shows_nothing_of_theirs(author):
    key = uuid.uuid4()
    theirs = begin(UserFactory(), key)

    mine = begin(author, key)

    assert (mine.pk == theirs.pk, mine.created_by) == (False, author)


@pytest.mark.django_db(transaction=True)
def test_create_draft_five_times_at_once_makes_one_record(author):
    key = uuid.uuid4()

    def submit(_number):
        try:
            return begin(author, key).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        made = set(pool.map(submit, range(5)))

    assert (len(made), Partnership.objects.count()) == (1, 1)


def test_submit_draft_shows_it_to_its_parties_and_asks_the_other_side(author, asker, offerer):
    other = member_of(offerer)
    draft = between(author, asker, offerer)

    drafts.submit_draft(partnership=draft, version=draft.version, by=author)

    draft.refresh_from_db()
    assert (draft.visibility, draft.standing) == (Visibility.PARTIES, Partnership.Standing.ONE_SIDE)
    assert [(m.purpose, m.recipient) for m in Message.objects.all()] == [("confirmation-asked", other.email)]
    assert list(Partnership.objects.visible_to(other)) == [draft]
    assert f"/en/partnerships/{draft.slug}/confirm/" in Message.objects.get().text


def test_submit_draft_twice_changes_and_sends_nothing_more(author, asker, offerer):
    member_of(offerer)
    draft = between(author, asker, offerer)

    first = drafts.submit_draft(partnership=draft, version=draft.version, by=author)
    second = drafts.submit_draft(partnership=draft, version=draft.version, by=author)

    assert (first.slug, first.version) == (second.slug, second.version)
    assert (Message.objects.count(), second.confirmations.count()) == (1, 1)


def test_submit_draft_gives_the_address_of_the_final_title(author, asker, offerer):
    draft = between(author, asker, offerer)
    editing.save_step(partnership=draft, values={"title": "Malawi and Sweden"}, version=1, by=author)

    submitted = drafts.submit_draft(partnership=draft, version=2, by=author)

    assert submitted.slug == "malawi-and-sweden"
    assert [former.slug for former in PartnershipFormerSlug.objects.all()] == [draft.slug]


def test_submit_draft_takes_its_address_from_its_title(author, asker, offerer):
    draft = between(author, asker, offerer)

    submitted = drafts.submit_draft(partnership=draft, version=1, by=author)

    assert submitted.slug == slugify(submitted.title)
    assert list(PartnershipFormerSlug.objects.values_list("slug", flat=True)) == [draft.slug]


def test_submit_draft_with_an_identifier_of_another_record_says_so(author, asker, offerer):
    PartnershipFactory(iati_identifier="XM-DAC-1-2")
    draft = between(author, asker, offerer)
    Partnership.objects.filter(pk=draft.pk).update(iati_identifier="XM-DAC-1-2")

    with pytest.raises(drafts.CannotSubmit, match="IATI identifier"):
        drafts.submit_draft(partnership=draft, version=1, by=author)


def test_submit_draft_that_changed_meanwhile_is_read_again_first(author, asker, offerer):
    draft = between(author, asker, offerer)
    editing.save_step(partnership=draft, values={"summary": "New"}, version=1, by=author)

    with pytest.raises(EditedMeanwhile):
        drafts.submit_draft(partnership=draft, version=1, by=author)

    draft.refresh_from_db()
    assert draft.is_draft


def test_submit_draft_needs_someone_who_asked(author, offerer):
    draft = begin(author, supply=[Party(offerer)])

    with pytest.raises(drafts.CannotSubmit, match="who asked"):
        drafts.submit_draft(partnership=draft, version=1, by=author)


def test_submit_draft_of_others_asks_for_the_authors_own_part(asker, offerer):
    donor = InstitutionFactory(kind="donor")
    author = member_of(donor)
    draft = between(author, asker, offerer)

    with pytest.raises(drafts.CannotSubmit, match="own institution"):
        drafts.submit_draft(partnership=draft, version=1, by=author)
    drafts.submit_draft(partnership=draft, version=1, own_part=Side.BROKER, by=author)

    assert [m.institution for m in draft.members.filter(side="broker")] == [donor]
    assert list(Partnership.objects.visible_to(author)) == [draft]


def test_submit_draft_from_a_published_source_is_public_at_once(asker, offerer):
    editor = UserFactory(role="editor")
    draft = between(editor, asker, offerer, source_url="https://example.org/page")

    drafts.submit_draft(partnership=draft, version=1, from_source=True, by=editor)

    draft.refresh_from_db()
    assert (draft.visibility, draft.standing) == (Visibility.PUBLIC, Partnership.Standing.PUBLIC_SOURCE)


def test_submit_draft_from_a_source_needs_its_address(asker, offerer):
    editor = UserFactory(role="editor")
    draft = between(editor, asker, offerer)

    with pytest.raises(drafts.CannotSubmit, match="address"):
        drafts.submit_draft(partnership=draft, version=1, from_source=True, by=editor)


def test_submit_draft_begins_the_log_of_its_stages(author, asker, offerer):
    draft = between(author, asker, offerer, stage="exchanging")

    drafts.submit_draft(partnership=draft, version=1, by=author)

    assert [change.stage for change in draft.stage_changes.all()] == ["exchanging"]
