"""Presentations under an agenda item: three boxes, numbers without gaps, files for whoever sees the event."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.models import AgendaItem, Presentation, PresentationFile
from events.models.choices import EventStatus
from events.services.presentations import remove_presentation
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    LearningEventFactory,
    PartnershipFactory,
    RegistrationFactory,
    UserFactory,
    member_of,
)
from tests.given_files import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def host(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def item(host):
    return AgendaItem.objects.create(event=LearningEventFactory(organiser=host), title="Six talks", kind="presentation")


def address(item, name, *args):
    return reverse(f"events:{name}", args=[item.event.slug, *args])


def typed(**fields):
    return {"title": "Land titles", "presenter": "Ama Mensah", "success": "Faster", "lesson": "Go slowly"} | fields


def add(client, item, **fields):
    return client.post(address(item, "presentation_add", item.pk), typed(**fields))


def numbered(item):
    return [(each.number, each.title) for each in item.presentations.all()]


def said(page, name):
    return [each["message"] for each in page.context["form"].errors.get_json_data()[name]]


def edited(client, item, presentation, **changes):
    page = client.get(address(item, "presentation_edit", presentation.pk))
    fields = {field.html_name: field.value() for field in page.context["form"]} | {"read": page.context["read"]}
    return {name: value for name, value in (fields | changes).items() if value is not None}


def test_a_presentation_is_added_and_read(client, item):
    bureau, ghana = InstitutionFactory(name="Office of Weights"), CountryFactory(iso2="GH")
    record = PartnershipFactory(title="Scales for all")

    answer = add(
        client, item, institution_name="office of weights", country=ghana.pk, partnership_named="scales for all"
    )

    one = Presentation.objects.get()
    assert (one.number, one.institution, one.country, one.partnership) == (1, bureau, ghana, record)
    assert answer["Location"] == address(item, "presentation", one.pk)
    client.logout()
    page = client.get(answer["Location"]).text
    words = ("Land titles", "Ama Mensah", "Office of Weights", "Faster", "Go slowly", "Scales for all")
    assert [word in page for word in words] == [True] * 6
    assert "A challenge" not in page


def test_a_partnership_is_found_by_its_address(client, item):
    record = PartnershipFactory(slug="scales")

    add(client, item, partnership_named="https://portal.example/fr/partnerships/scales/?tab=log")

    assert Presentation.objects.get().partnership == record


@pytest.mark.parametrize("named", ["Secret scales", "/en/partnerships/secret/"])
def test_a_partnership_one_does_not_see_is_not_found(client, item, named):
    PartnershipFactory(title="Secret scales", slug="secret", visibility="parties", standing="one_side")

    page = add(client, item, partnership_named=named)

    assert said(page, "partnership_named") == ["We find no partnership of this address or title that you may see."]
    assert (page.context["form"]["success"].value(), item.presentations.count()) == ("Faster", 0)


def test_a_partnership_that_a_reader_does_not_see_is_not_named(client, item):
    record = PartnershipFactory(title="Secret scales", visibility="parties", standing="one_side")
    one = Presentation.objects.create(item=item, number=1, title="Talk", partnership=record)

    pages = [client.get(address(item, name, one.pk)).text for name in ("presentation", "presentation_edit")]
    client.post(address(item, "presentation_edit", one.pk), edited(client, item, one, title="Talks"))

    assert ["Secret scales" in page or record.slug in page for page in pages] == [False, False]
    one.refresh_from_db()
    assert (one.title, one.partnership) == ("Talks", record)


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"title": "🙂"}, "title", "Write it in words: there is no letter or figure in it."),
        ({"institution_name": "Nowhere"}, "institution_name", "“Nowhere” is not on the portal yet."),
        ({"success": "x" * 3001}, "success", "This is 3,001 characters long, and 3,000 fit here."),
        ({"number": "0"}, "number", "Ensure this value is greater than or equal to 1."),
        ({"number": "1.5"}, "number", "Enter a whole number."),
        ({"country": "Mars"}, "country", "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(client, item, fields, name, words):
    page = add(client, item, **fields)

    assert (page.status_code, [text.startswith(words) for text in said(page, name)]) == (200, [True])
    assert (page.context["form"]["presenter"].value(), item.presentations.count()) == ("Ama Mensah", 0)


def test_a_second_click_adds_no_second_one(client, item):
    add(client, item)
    add(client, item)

    assert numbered(item) == [(1, "Land titles")]


def test_numbers_follow_the_order_without_a_gap(client, item):
    for title in ("A", "B", "C"):
        add(client, item, title=title)
    add(client, item, title="D", number="2")
    assert numbered(item) == [(1, "A"), (2, "D"), (3, "B"), (4, "C")]

    last = item.presentations.get(title="C")
    client.post(address(item, "presentation_edit", last.pk), edited(client, item, last, number="1"))
    assert numbered(item) == [(1, "C"), (2, "A"), (3, "D"), (4, "B")]

    gone = item.presentations.get(title="A")
    read = client.get(address(item, "presentation_remove", gone.pk)).context["presentation"].updated_at.isoformat()
    answers = [client.post(address(item, "presentation_remove", gone.pk), {"read": read}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert numbered(item) == [(1, "C"), (2, "D"), (3, "B")]


def test_both_texts_are_shown_to_who_saves_second(client, item):
    add(client, item)
    one = item.presentations.get()
    mine = edited(client, item, one, lesson="Mine")
    client.post(address(item, "presentation_edit", one.pk), edited(client, item, one, lesson="Theirs"))

    page = client.post(address(item, "presentation_edit", one.pk), mine)

    assert (page.status_code, page.context["form"]["lesson"].value()) == (409, "Mine")
    assert page.context["differences"] == [{"label": "A lesson", "stored": "Theirs"}]
    client.post(address(item, "presentation_edit", one.pk), mine | {"read": page.context["read"]})
    assert item.presentations.get().lesson == "Mine"


def answered(client, url):
    """The status; what is handed out is read to its end."""
    answer = client.get(url)
    b"".join(answer)
    return answer.status_code


# --- Files ------------------------------------------------------------------------------------------


def slides(name="slides.pdf", content=None):
    return SimpleUploadedFile(name, pdf() if content is None else content)


@pytest.fixture
def file(item):
    one = Presentation.objects.create(item=item, number=1, title="Talk")
    return PresentationFile.objects.create(presentation=one, title="Slides", file=slides())


def test_slides_are_kept_with_their_checksum_and_come_back_as_an_attachment(client, item):
    one = Presentation.objects.create(item=item, number=1, title="Talk")
    url = address(item, "presentation_file_add", one.pk)

    client.post(url, {"title": "Slides", "file": slides("Présentation à lire.pdf")})
    client.post(url, {"title": "Slides", "file": slides("again.pdf")})

    kept = PresentationFile.objects.get()
    client.logout()
    answer = client.get(address(item, "presentation_file", kept.pk))
    content = b"".join(answer.streaming_content)
    assert (kept.size, kept.sha256, kept.title) == (len(content), sha256(content).hexdigest(), "Slides")
    assert answer["Content-Disposition"] == 'attachment; filename="Presentation_a_lire.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("slides.pdf", b"MZ", "The file is not what its name says"),
        ("slides.exe", b"MZ", "Files of this kind are not taken."),
        ("slides.pptx", b"", "The submitted file is empty."),
        ("slides.html", b"<script>", "Files of this kind are not taken."),
    ],
)
def test_a_file_that_is_not_taken_says_why(client, item, name, content, words):
    one = Presentation.objects.create(item=item, number=1, title="Talk")

    page = client.post(
        address(item, "presentation_file_add", one.pk), {"title": "Slides", "file": slides(name, content)}
    )

    assert [text.startswith(words) for text in said(page, "file")] == [True]
    assert (page.context["form"]["title"].value(), PresentationFile.objects.count()) == ("Slides", 0)


@pytest.mark.parametrize(
    ("fields", "role", "status"),
    [
        ({}, None, 200),
        ({"visibility": "community"}, None, 404),
        ({"visibility": "community"}, "member", 200),
        ({"visibility": "private"}, "member", 404),
        ({"visibility": "private"}, "participant", 200),
        ({"status": EventStatus.DRAFT}, "member", 404),
        ({"status": EventStatus.DRAFT}, "editor", 200),
    ],
)
def test_files_are_for_whoever_sees_the_event(client, file, fields, role, status):
    event = file.presentation.item.event
    type(event).objects.filter(pk=event.pk).update(**fields)
    client.logout()
    if role == "participant":
        client.force_login(RegistrationFactory(event=event).user)
    elif role:
        client.force_login(member_of(InstitutionFactory(), "staff") if role == "member" else UserFactory(role=role))

    urls = [address(file.presentation.item, "presentation_file", file.pk)]
    urls += [address(file.presentation.item, "presentation", file.presentation_id)]

    assert [answered(client, url) for url in urls] == [status, status]


def test_a_file_is_not_found_under_another_event(client, file):
    other = LearningEventFactory()

    assert client.get(reverse("events:presentation_file", args=[other.slug, file.pk])).status_code == 404


def test_a_file_is_removed_from_the_disk_too(client, file, django_capture_on_commit_callbacks):
    url = address(file.presentation.item, "presentation_file_remove", file.pk)
    client.get(url)
    assert file.file.storage.exists(file.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        answers = [client.post(url) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert not file.file.storage.exists(file.file.name)


def test_the_files_of_a_removed_presentation_go_with_it(file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        remove_presentation(presentation=file.presentation, seen_at=file.presentation.updated_at)

    assert (PresentationFile.objects.count(), file.file.storage.exists(file.file.name)) == (0, False)


WRITING = ["presentation_edit", "presentation_remove", "presentation_file_add"]


@pytest.mark.parametrize(
    ("role", "fields", "status"),
    [(None, {}, 302), ("member", {}, 403), ("member", {"visibility": "private"}, 404), ("editor", {}, 200)],
)
def test_presentations_are_written_by_those_who_run_the_event(client, file, role, fields, status):
    item = file.presentation.item
    type(item.event).objects.filter(pk=item.event_id).update(**fields)
    client.logout()
    if role:
        client.force_login(UserFactory(role=role))

    urls = [address(item, name, file.presentation_id) for name in WRITING]
    urls += [address(item, "presentation_add", item.pk), address(item, "presentation_file_remove", file.pk)]

    assert [client.get(url).status_code for url in urls] == [status] * 5
    if status != 200:
        assert [client.post(url, typed()).status_code for url in urls] == [status] * 5
        assert PresentationFile.objects.count() == 1


@pytest.mark.parametrize("count", [1, 10])
def test_a_presentation_costs_the_same_for_ten_files(client, item, count, django_assert_max_num_queries):
    one = Presentation.objects.create(item=item, number=1, title="Talk")
    for number in range(count):
        PresentationFile.objects.create(presentation=one, title=f"Slides {number}", file=slides())
    client.get(address(item, "presentation", one.pk))

    with django_assert_max_num_queries(11):
        page = client.get(address(item, "presentation", one.pk))
    assert page.text.count("/files/") == 2 * count + 1
