"""What parties add to a record over its life."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import Visibility
from partnerships.models import Activity, Document
from tests.factories import InstitutionFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db
VISIT = {
    "title": "Six analysts see the register",
    "kind": "visit",
    "starts_on": "2026-03-02",
    "mode": "in_person",
    "travels": "demand",
    "visibility": "parties",
}


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
    """Signed in, and of the institution that asks."""
    person = member_of(asks)
    client.force_login(person)
    return person


def add(client, record, part, data):
    return client.post(reverse("partnerships:add", args=[record.slug, part]), data)


def errors(answer):
    return answer.context["form"].errors.get_json_data()


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

    assert [line["message"] for line in errors(answer)["__all__"]] == ["An exchange cannot end before it starts."]
    assert answer.context["form"]["title"].value() == VISIT["title"]


def test_a_part_cannot_be_more_visible_than_its_record(client, asks, party):
    hidden = partnership_between(asks, visibility=Visibility.PARTIES, standing="one_side")

    answer = add(client, hidden, "exchange", VISIT | {"visibility": "public"})

    assert list(errors(answer)) == ["visibility"]
    assert Activity.objects.count() == 0


@pytest.mark.parametrize(("who", "status"), [("anonymous", 302), ("outsider", 403)])
def test_others_add_nothing(client, record, who, status):
    if who == "outsider":
        client.force_login(member_of(InstitutionFactory()))

    answer = add(client, record, "exchange", VISIT)

    assert (answer.status_code, Activity.objects.count()) == (status, 0)


def test_there_is_no_other_kind_of_part(client, record, party):
    assert add(client, record, "rumour", {}).status_code == 404


def test_a_payer_from_elsewhere_is_refused(client, record, party):
    stranger = InstitutionFactory()

    answer = add(
        client,
        record,
        "cost",
        {"kind": "cash", "amount": "10", "currency": "eur", "payer": stranger.pk, "visibility": "parties"},
    )

    assert list(errors(answer)) == ["payer"]


def upload(name, content):
    return {
        "title": "Agreement",
        "category": "A09",
        "visibility": "public",
        "file": SimpleUploadedFile(name, content),
    }


def test_a_document_comes_back_as_an_attachment_with_its_checksum(client, record, party):
    add(client, record, "document", upload("Vereinbarung ä.pdf", b"%PDF-1.7 text"))
    document = Document.objects.get()

    answer = client.get(reverse("partnerships:document", args=[record.slug, document.pk]))

    assert b"".join(answer.streaming_content) == b"%PDF-1.7 text"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (document.size, len(document.sha256)) == (13, 64)


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

    assert errors(answer)["file"][0]["message"].startswith(message)
    assert Document.objects.count() == 0


def test_a_file_over_the_limit_says_how_much_is_allowed(client, record, party, settings):
    settings.DOCUMENT_MAX_BYTES = 1_000_000

    answer = add(client, record, "document", upload("large.pdf", b"%PDF-" + b"0" * 1_000_001))

    assert errors(answer)["file"][0]["message"] == "The file is larger than 1 MB."


def test_a_document_is_a_file_or_an_address(client, record, party):
    answer = add(client, record, "document", {"title": "Nothing", "category": "A12", "visibility": "public"})

    assert [line["message"] for line in errors(answer)["__all__"]] == ["Give a file or an address, not both."]
