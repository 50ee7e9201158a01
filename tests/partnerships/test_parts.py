"""What parties add to a record over its life."""

from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from community.models import AuditEntry
from core.models import Visibility
from partnerships.models import Activity, Document, LearningEntry
from tests.factories import InstitutionFactory, UserFactory, member_of, partnership_between
from tests.given_files import pdf
from tests.partnerships.parts_typed import EDITABLE, OWNER, TYPED, VISIT, add, address, errors, part_of, send, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def asks():
    return InstitutionFactory()


@pytest.fixture
def record(asks):
    return partnership_between(asks)


@pytest.fixture
def party(client, asks):
    """Signed in, and the focal point of the institution that asks."""
    person = member_of(asks)
    client.force_login(person)
    return person


@pytest.fixture
def donor(record):
    institution = InstitutionFactory(kind="donor")
    record.members.create(institution=institution, side="funder")
    return institution


@pytest.fixture
def people(asks, donor):
    """Makers of those who may read the record, by what they are to it."""
    return {
        "focal point": lambda: member_of(asks),
        "staff": lambda: member_of(asks, role="member"),
        "donor staff": lambda: member_of(donor, role="member"),
        "donor focal point": lambda: member_of(donor),
        "administrator": lambda: UserFactory(role="administrator"),
        "editor": lambda: UserFactory(role="editor"),
        "outsider": lambda: member_of(InstitutionFactory()),
        "another donor": lambda: member_of(InstitutionFactory(kind="donor")),
    }


def test_a_party_adds_an_exchange(client, record, party):
    add(client, record, "exchange", VISIT)

    activity = Activity.objects.get()
    assert (activity.title, activity.partnership, activity.recorded_by) == (VISIT["title"], record, party)


def test_the_second_click_adds_nothing(client, record, party):
    for _ in range(2):
        add(client, record, "exchange", VISIT)

    assert Activity.objects.count() == 1


def test_an_exchange_that_ends_before_it_starts_is_refused_beside_the_form(client, record, party):
    answer = add(client, record, "exchange", VISIT | {"ends_on": "2026-03-01"})

    assert errors(answer)["__all__"] == ["An exchange cannot end before it starts."]
    assert answer.context["form"]["title"].value() == VISIT["title"]


@pytest.mark.parametrize("part", TYPED)
def test_what_is_added_is_for_the_parties_whatever_was_sent(client, record, donor, part):
    client.force_login(member_of(donor))
    model = TYPED[part][0]

    add(client, record, part, typed(part, donor, visibility="public"))

    (item,) = model.objects.all()
    assert getattr(item, "visibility", Visibility.PARTIES) == Visibility.PARTIES


SPEAKERS = ["focal point", "donor focal point", "donor staff"]
OTHERS = ["staff", "administrator", "editor", "outsider", "another donor"]


@pytest.mark.parametrize("who", [*SPEAKERS, *OTHERS])
def test_who_adds_what(client, record, people, who):
    person = people[who]()
    own = person.memberships.first()
    client.force_login(person)

    for part, (model, _words) in TYPED.items():
        answer = add(client, record, part, typed(part, own.institution if own else record.members.first().institution))
        assert answer.status_code == (302 if who in SPEAKERS else 403)
        assert model.objects.exists() is (who in SPEAKERS)


@pytest.mark.parametrize("who", [*SPEAKERS, *OTHERS])
def test_only_links_that_one_may_follow_are_drawn(client, record, people, who):
    person = people[who]()
    own = person.memberships.first() if who in SPEAKERS else None
    items = {part: part_of(record, part, Visibility.PUBLIC, own and own.institution) for part in TYPED}
    client.force_login(person)

    page = client.get(record.get_absolute_url()).content.decode()

    adds = {part for part in TYPED if reverse("partnerships:add", args=[record.slug, part]) in page}
    assert adds == (set(TYPED) if who in SPEAKERS else set())
    for act in ("edit", "remove"):
        drawn = {part for part in EDITABLE if address(act, part, items[part]) in page}
        assert drawn == (set(EDITABLE) if who in SPEAKERS else set())


@pytest.mark.parametrize("part", ["cost", "commitment"])
def test_what_an_institution_pays_or_promises_is_told_by_itself(client, record, party, donor, part):
    answer = add(client, record, part, typed(part, donor))

    assert list(errors(answer)) == [OWNER[part]]
    theirs = part_of(record, part, institution=donor)
    assert client.get(address("edit", part, theirs)).status_code == 403
    assert client.post(address("remove", part, theirs)).status_code == 403
    assert address("edit", part, theirs) not in client.get(record.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("side", "sides"), [("demand", {"demand", "both"}), ("funder", {"both"})])
def test_people_write_lessons_for_their_own_side(client, record, asks, donor, side, sides):
    client.force_login(member_of(asks if side == "demand" else donor))

    form = client.get(reverse("partnerships:add", args=[record.slug, "lesson"])).context["form"]

    assert {value for value, _label in form.fields["side"].choices if value} == sides
    refused = add(client, record, "lesson", typed("lesson", asks, side="supply"))
    assert list(errors(refused)) == ["side"]


def test_a_lesson_of_one_side_is_not_rewritten_by_the_other(client, record, donor, asks):
    lesson = part_of(record, "lesson")
    LearningEntry.objects.filter(pk=lesson.pk).update(side="demand")
    offers = record.members.get(side="supply").institution

    for institution, status in ((offers, 403), (donor, 403), (asks, 200)):
        client.force_login(member_of(institution))
        assert client.get(address("edit", "lesson", lesson)).status_code == status
        assert client.get(address("remove", "lesson", lesson)).status_code == status


def test_nothing_is_hung_on_a_new_wording_which_is_gone_once_it_is_adopted(client, asks, party):
    copy = partnership_between(asks, visibility=Visibility.PARTIES, standing="one_side", revises=partnership_between())

    assert {add(client, copy, part, typed(part, asks)).status_code for part in TYPED} == {403}


def test_older_entries_are_edited_from_the_timeline(client, record, party):
    items = {part: part_of(record, part) for part in ("exchange", "lesson")}

    page = client.get(reverse("partnerships:timeline", args=[record.slug])).content.decode()

    assert all(address("remove", part, item) in page for part, item in items.items())


def test_an_author_adds_everything_to_the_own_draft(client, asks):
    author = member_of(asks, role="member")
    draft = partnership_between(asks, visibility=Visibility.PRIVATE, standing="one_side", created_by=author)
    client.force_login(author)

    for part, (model, _words) in TYPED.items():
        add(client, draft, part, typed(part, asks))
        assert model.objects.visible_to(author).count() == 1

    client.force_login(member_of(asks))
    assert add(client, draft, "lesson", typed("lesson", asks)).status_code == 404


def test_the_anonymous_are_asked_to_sign_in(client, record):
    item = part_of(record, "exchange", Visibility.PUBLIC)

    assert add(client, record, "exchange", VISIT).status_code == 302
    assert client.post(address("remove", "exchange", item)).status_code == 302
    assert Activity.objects.count() == 1


def test_there_is_no_other_kind_of_part(client, record, party):
    assert add(client, record, "rumour", {}).status_code == 404


def test_a_payer_from_elsewhere_is_refused(client, record, donor):
    client.force_login(member_of(donor))
    stranger = InstitutionFactory()

    answer = add(client, record, "cost", {"kind": "cash", "amount": "10", "currency": "eur", "payer": stranger.pk})

    assert list(errors(answer)) == ["payer"]


def upload(name, content):
    return {"title": "Agreement", "category": "A09", "file": SimpleUploadedFile(name, content)}


def test_a_document_comes_back_as_an_attachment_with_its_checksum(client, record, party):
    add(client, record, "document", upload("Vereinbarung ä.pdf", pdf()))
    document = Document.objects.get()

    answer = client.get(reverse("partnerships:document", args=[record.slug, document.pk]))

    content = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (document.size, document.sha256) == (len(content), sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("page.html", b"<script>", "Files of this kind are not taken."),
        ("run.docm", b"PK\x03\x04", "Files of this kind are not taken."),
        ("page.pdf", b"<html>", "The file is not what its name says"),
        ("empty.pdf", b"", "The submitted file is empty."),
    ],
)
def test_a_file_that_is_not_taken_says_why(client, record, party, name, content, message):
    answer = add(client, record, "document", upload(name, content))

    assert errors(answer)["file"][0].startswith(message)
    assert Document.objects.count() == 0


def test_a_file_over_the_limit_says_how_much_is_allowed(client, record, party, settings):
    settings.DOCUMENT_MAX_BYTES = 1_000_000

    answer = add(client, record, "document", upload("large.pdf", b"%PDF-" + b"0" * 1_000_001))

    assert errors(answer)["file"][0] == "The file is larger than 1 MB."


def test_documents_of_a_record_together_have_a_limit_too(client, record, party, settings):
    add(client, record, "document", upload("first.pdf", pdf(title="First")))
    settings.DOCUMENTS_MAX_BYTES = Document.objects.get().size + 1000

    answer = add(client, record, "document", upload("second.pdf", pdf(title="Second")))

    assert errors(answer)["file"][0].startswith("The documents of this partnership together are more than 0 MB.")
    assert Document.objects.count() == 1


def test_a_document_is_a_file_or_an_address(client, record, party):
    answer = add(client, record, "document", {"title": "Nothing", "category": "A12"})

    assert errors(answer)["__all__"] == ["Give a file or an address, not both."]


@pytest.mark.parametrize("part", EDITABLE)
def test_removing_asks_and_then_removes_once(client, record, donor, part):
    item = part_of(record, part, institution=donor)
    client.force_login(member_of(donor))

    asked = client.get(address("remove", part, item))
    assert asked.templates[0].name == "partnerships/partnership_ask.html"
    assert type(item).objects.count() == 1
    for _ in range(2):
        answer = client.post(address("remove", part, item), {"read": asked.context["read"]})
        assert answer.status_code == 302

    assert type(item).objects.count() == 0
    entry = AuditEntry.objects.get(object_id=record.pk)
    assert (entry.action, entry.detail) == ("change", f"removed {item._meta.verbose_name_raw}: {item}")
    assert client.get(address("remove", part, item)).status_code == 404


@pytest.mark.parametrize("part", sorted(set(EDITABLE) - {"note", "contact"}))
@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("act", ["edit", "remove"])
def test_others_change_nothing_that_they_see(client, record, people, part, who, act):
    item = part_of(record, part, Visibility.PUBLIC)
    client.force_login(people[who]())

    assert client.get(address(act, part, item)).status_code == 403
    assert client.post(address(act, part, item), TYPED[part][1]).status_code == 403
    assert type(item).objects.filter(pk=item.pk, updated_at=item.updated_at).exists()


@pytest.mark.parametrize("act", ["edit", "remove"])
def test_what_one_does_not_see_is_not_there(client, record, people, act):
    item = part_of(record, "lesson")

    for who in ("administrator", "editor", "outsider", "another donor"):
        client.force_login(people[who]())
        assert client.get(address(act, "lesson", item)).status_code == 404
        assert client.post(address(act, "lesson", item), TYPED["lesson"][1]).status_code == 404
    assert LearningEntry.objects.count() == 1


@pytest.mark.parametrize("act", ["edit", "remove"])
def test_a_change_of_course_is_never_rewritten(client, record, party, act):
    adaptation = part_of(record, "adaptation")

    assert client.post(address(act, "adaptation", adaptation)).status_code == 404


def test_a_part_is_changed_at_its_own_record_only(client, record, party):
    item = part_of(partnership_between(), "lesson", Visibility.PUBLIC)

    client.post(reverse("partnerships:remove_part", args=[record.slug, "lesson", item.pk]))

    assert LearningEntry.objects.filter(pk=item.pk).exists()


def test_a_document_goes_with_its_file(client, record, party, django_capture_on_commit_callbacks):
    add(client, record, "document", upload("agreement.pdf", pdf()))
    document = Document.objects.get()
    path = Path(document.file.path)

    with django_capture_on_commit_callbacks() as callbacks:
        send(client, "remove", "document", document)
    assert path.exists()
    for callback in callbacks:
        callback()

    assert not path.exists()


@pytest.mark.parametrize("part", ["exchange", "lesson", "document"])
def test_what_is_edited_is_for_the_parties_again(client, record, party, part):
    item = part_of(record, part, Visibility.PUBLIC)
    page = client.get(address("edit", part, item)).content.decode()
    assert "Once you change it, only the parties see it." in page

    send(client, "edit", part, item, TYPED[part][1])
    item.refresh_from_db()
    assert item.visibility == Visibility.PUBLIC

    send(client, "edit", part, item, TYPED[part][1] | {"title": "Better words", "visibility": "public"})
    item.refresh_from_db()
    assert (item.title, item.visibility) == ("Better words", Visibility.PARTIES)
    assert AuditEntry.objects.get(object_id=record.pk).detail.endswith(": Better words")


def test_a_document_keeps_its_file_when_its_title_is_edited(client, record, party):
    add(client, record, "document", upload("agreement.pdf", pdf()))
    before = Document.objects.get()

    sent = {"title": "Twinning agreement", "category": "A09", "url": "https://example.org/"}
    send(client, "edit", "document", before, sent)

    after = Document.objects.get()
    assert (after.title, after.url) == (sent["title"], "")
    assert (after.file.name, after.sha256) == (before.file.name, before.sha256)
