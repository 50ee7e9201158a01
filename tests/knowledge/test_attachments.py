"""Pictures and files of a piece: what is taken in, what is left of it, and who is shown it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from knowledge.models import PieceFile, PieceImage
from knowledge.models.choices import Audience, State
from knowledge.pictures import make_sizes
from tests.factories.community import UserFactory
from tests.factories.knowledge import StoryFactory
from tests.given_files import pdf, picture
from tests.hostile_files import huge_png
from tests.knowledge.writing import draft, member

pytestmark = pytest.mark.django_db
WORDS = {"alt": "Two auditors", "credit": "An office", "people_agreed": "on"}


@pytest.fixture
def author(client):
    user = member()
    client.force_login(user)
    return user


@pytest.fixture
def story(author):
    return draft(author)


def add(client, piece, content, name="photo.jpg", **words):
    data = WORDS | words | {"file": SimpleUploadedFile(name, content)}
    return client.post(reverse("knowledge:image_add", args=[piece.slug]), data)


def add_file(client, piece, content, name="paper.pdf"):
    data = {"title": "A paper", "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("knowledge:file_add", args=[piece.slug]), data)


def kept():
    """The bytes of the one picture that is stored."""
    with PieceImage.objects.get().file.open("rb") as file:
        return file.read()


def width_at(client, address):
    return Image.open(io.BytesIO(read(client.get(address)))).width


def read(answer):
    """To its end, so that the file is closed."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def refusal(answer, name="file"):
    assert answer.status_code == 200
    return answer.context["form"].errors[name][0]


def test_a_picture_is_kept_without_place_time_and_camera(client, story):
    exif = Image.Exif()
    exif[0x0110] = "Camera of somebody"
    exif.get_ifd(0x8825)[2] = (14.0, 0.0, 0.0)

    add(client, story, picture(exif=exif.tobytes(), comment=b"where I live"))

    stored, content = PieceImage.objects.get(), kept()
    assert (stored.width, stored.height, stored.size) == (1000, 500, len(content))
    assert dict(Image.open(io.BytesIO(content)).getexif()) == {}
    assert b"Camera" not in content
    assert b"where I live" not in content


def test_a_picture_on_its_side_is_turned_upright(client, story):
    exif = Image.Exif()
    exif[0x0112] = 6

    add(client, story, picture(exif=exif.tobytes()))

    assert (PieceImage.objects.get().width, PieceImage.objects.get().height) == (500, 1000)


def test_smaller_sizes_are_made_once(client, story):
    add(client, story, picture())
    image = PieceImage.objects.get()

    assert [make_sizes(image), make_sizes(image)] == [2, 0]
    assert [(size.width, size.height) for size in image.sizes.all()] == [(480, 240), (960, 480)]


def test_the_picture_stands_in_for_sizes_that_are_not_made_yet(client, story):
    add(client, story, picture())
    image = PieceImage.objects.get()
    address = reverse("knowledge:image_size", args=[story.slug, image.pk, 480])

    before = width_at(client, address)
    make_sizes(image)

    assert (before, width_at(client, address)) == (1000, 480)


def test_a_picture_of_50000_points_is_refused_by_its_header(client, story):
    assert "too many points" in refusal(add(client, story, huge_png(), "huge.png"))


BAD_PICTURES = {
    "cut short": (picture()[:2000], "photo.jpg"),
    "empty": (b"", "photo.jpg"),
    "a drawing with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "photo.svg"),
    "a page named as a picture": (b"<html><script>alert(1)</script>", "photo.jpg"),
    "an animation with a script": (b"GIF89a/*alert(1)*/", "photo.gif"),
    "a header and nothing more": (b"\xff\xd8\xff\xe0", "photo.jpg"),
    "a PDF": (b"%PDF-1.7", "photo.pdf"),
    "larger than is taken": (b"\xff\xd8\xff" + b"0" * 10_000_001, "photo.jpg"),
}


@pytest.mark.parametrize(("content", "name"), BAD_PICTURES.values(), ids=BAD_PICTURES)
def test_what_is_no_picture_is_said_beside_the_field(client, story, content, name):
    answer = add(client, story, content, name)

    assert refusal(answer)
    assert answer.context["form"]["alt"].value() == "Two auditors"
    assert PieceImage.objects.count() == 0


def test_what_hides_behind_a_picture_is_left_behind(client, story):
    add(client, story, picture() + b"<script>alert(1)</script>")

    assert b"script" not in kept()


def test_the_first_of_many_frames_is_kept(client, story):
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    stored = io.BytesIO()
    frames[0].save(stored, "PNG", save_all=True, append_images=frames[1:])

    add(client, story, stored.getvalue(), "moving.png")

    assert getattr(Image.open(io.BytesIO(kept())), "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("words", "name"), [({"alt": ""}, "alt"), ({"people_agreed": ""}, "people_agreed"), ({"credit": ""}, "credit")]
)
def test_a_picture_comes_with_its_words(client, story, words, name):
    assert refusal(add(client, story, picture(), **words), name)


def test_decoration_needs_no_words(client, story):
    assert add(client, story, picture(), alt="", is_decorative="on").status_code == 302


def test_words_of_a_picture_are_changed_and_it_is_removed(client, story):
    add(client, story, picture())
    image = PieceImage.objects.get()
    client.post(reverse("knowledge:image_edit", args=[story.slug, image.pk]), WORDS | {"alt": "A map"})
    image.refresh_from_db()

    assert image.alt == "A map"
    for _twice in range(2):
        assert client.post(reverse("knowledge:image_remove", args=[story.slug, image.pk])).status_code == 302
    assert PieceImage.objects.count() == 0


@pytest.mark.parametrize(
    "name", ["../../x.pdf", "C:\\x.pdf", "con.pdf", "a" * 296 + ".pdf", ";rm.pdf", 'a".pdf', "cod\u202efdp.pdf"]
)
def test_a_file_is_handed_out_under_a_safe_name(client, story, name):
    assert add_file(client, story, pdf(), name).status_code == 302

    answer = client.get(reverse("knowledge:file", args=[story.slug, PieceFile.objects.get().pk]))
    read(answer)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not {"\u202e", "\r", "\n", "/", "\\"} & set(answer["Content-Disposition"])


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"<html>", "page.pdf"), (b"PK\x03\x04", "macros.docm"), (b"", "empty.pdf"), (b"%PDF-", "a.pdf\x00.html")],
)
def test_a_file_of_another_kind_is_refused(client, story, content, name):
    assert refusal(add_file(client, story, content, name))


def test_the_same_bytes_twice_are_one_file(client, story):
    add_file(client, story, pdf())
    add_file(client, story, pdf())

    assert PieceFile.objects.count() == 1


@pytest.mark.parametrize(
    ("state", "audience", "shown"),
    [
        (State.DRAFT, Audience.PUBLIC, 404),
        (State.IN_REVIEW, Audience.PUBLIC, 404),
        (State.PUBLISHED, Audience.COMMUNITY, 404),
        (State.PUBLISHED, Audience.PUBLIC, 200),
    ],
)
def test_a_picture_is_as_hidden_as_its_piece(client, story, state, audience, shown):
    add(client, story, picture())
    add_file(client, story, pdf())
    story = StoryFactory(state=state, audience=audience)
    PieceImage.objects.update(piece=story)
    PieceFile.objects.update(piece=story)
    image, paper = PieceImage.objects.get(), PieceFile.objects.get()
    client.logout()

    for name, pk in (("image", image.pk), ("file", paper.pk)):
        answer = client.get(reverse(f"knowledge:{name}", args=[story.slug, pk]))
        read(answer)
        assert answer.status_code == shown
    answer = client.get(reverse("knowledge:image_size", args=[story.slug, image.pk, 480]))
    read(answer)
    assert answer.status_code == shown
    if shown == 200:
        assert answer["Cache-Control"] == "public, max-age=60"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_picture_of_a_draft_is_stored_nowhere_on_the_way(client, story):
    add(client, story, picture())

    answer = client.get(reverse("knowledge:image", args=[story.slug, PieceImage.objects.get().pk]))
    read(answer)

    assert answer["Cache-Control"] == "private, no-store"


def test_a_picture_of_another_piece_is_not_found_under_this_one(client, story, author):
    add(client, story, picture())
    other = draft(author)

    address = reverse("knowledge:image", args=[other.slug, PieceImage.objects.get().pk])
    assert client.get(address).status_code == 404


def test_a_picture_for_a_published_story_comes_to_its_new_wording(client, author):
    story = StoryFactory(author=author)

    add(client, story, picture())

    assert PieceImage.objects.get().piece.revises_id == story.pk


def test_strangers_add_nothing(client, story):
    client.force_login(UserFactory())

    assert add(client, story, picture()).status_code == 404
