"""Files of the list of bad input (numbers 56 to 66) at the page of a story: an answer beside the field, nothing kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from django.urls import reverse

from knowledge.models import PieceFile, PieceImage
from tests.given_files import pdf, photo, picture
from tests.hostile_files import HOSTILE, sent
from tests.knowledge.writing import draft, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(client):
    author = member()
    client.force_login(author)
    return draft(author)


def door(story, name="file_add"):
    return reverse(f"knowledge:{name}", args=[story.slug])


def said(answer):
    return answer.status_code, list(answer.context["form"].errors), answer.context["form"]["title"].value()


@pytest.mark.parametrize("condition", HOSTILE)
def test_a_bad_file_is_answered_beside_its_field(client, story, condition):
    content, name, _words = sent(condition)

    answer = client.post(door(story), {"title": "A paper", "file": SimpleUploadedFile(name, content)})

    assert said(answer) == (200, ["file"], "A paper")
    assert PieceFile.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\n" * 100_000, "multipart/form-data; boundary=x"),
        (b"Content-Disposition: form-data", "multipart/form-data"),
        (b"", f"multipart/form-data; boundary={'x' * 300}"),
        (b"".join(b'--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\n\r\n' % n for n in range(2_000)) + b"--x--",
         "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Type: multipart/mixed; boundary=y\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
         b'--y\r\nContent-Disposition: file; filename="a.pdf"\r\n\r\n%PDF-\r\n--y--\r\n--x--',
         "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-',
         "multipart/form-data; boundary=x"),
    ],
    ids=["64 100,000 ends of parts", "64 no boundary", "64 an endless boundary", "64 2,000 parts", "64 nested",
         "63 broken off at half"],
)  # fmt: skip
def test_a_body_that_no_browser_sends_is_answered_by_a_page(client, story, body, kind):
    answer = client.generic("POST", door(story), body, content_type=kind)

    assert answer.status_code in (200, 400)
    assert PieceFile.objects.count() == 0


def test_64_of_one_field_sent_twice_the_last_counts(client, story):
    files = [SimpleUploadedFile("first.pdf", pdf(title="First")), SimpleUploadedFile("last.pdf", pdf(title="Last"))]

    client.post(door(story), {"title": "A paper", "file": files})

    assert [file.file.name.rsplit("/")[-1][:4] for file in PieceFile.objects.all()] == ["last"]


def test_63_a_length_that_lies_takes_nothing_that_is_not_whole(client, story):
    whole = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'.encode() + pdf()

    answer = client.generic("POST", door(story), whole, content_type=MULTIPART_CONTENT, CONTENT_LENGTH="40")

    assert answer.status_code in (200, 400)
    assert PieceFile.objects.count() == 0


def test_65_a_photograph_is_kept_without_its_place(client, story):
    words = {"alt": "Two auditors", "credit": "An office", "people_agreed": "on"}
    client.post(door(story, "image_add"), words | {"file": SimpleUploadedFile("a.jpg", photo())})

    with PieceImage.objects.get().file.open("rb") as file:
        assert b"Exif" not in file.read()


@pytest.mark.parametrize(("name", "content"), [("a.pdf", pdf()), ("a.png", picture("PNG"))])
def test_what_is_handed_out_is_no_page_of_this_site(client, story, name, content, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path  # where no file of another test bears the name already
    client.post(door(story), {"title": "A paper", "file": SimpleUploadedFile(name, content)})

    answer = client.get(reverse("knowledge:file", args=[story.slug, PieceFile.objects.get().pk]))
    b"".join(answer.streaming_content)

    assert {name: answer[name] for name in HEADERS} == HEADERS | {"Content-Type": TYPES[name]}
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


TYPES = {"a.pdf": "application/pdf", "a.png": "image/png"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "Content-Type": "",
}
