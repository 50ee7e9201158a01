"""Files as people give them: whole and small, made by the libraries of their kind, with a name in all that names somebody."""

import io
import zipfile

import docx
import openpyxl
import pikepdf
from openpyxl.comments import Comment
from PIL import Image

NAME = "Jane Whistleblower"
_PEOPLE = f"""<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">
<w15:person w15:author="{NAME}"><w15:presenceInfo w15:providerId="AD" w15:userId="{NAME}@example.org"/></w15:person>
</w15:people>"""
_PROPERTIES = """<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/{kind}-properties">{inside}</Properties>"""


def picture(kind="JPEG", size=(1000, 500), **saved):
    stored = io.BytesIO()
    Image.new("RGB", size, "teal").save(stored, kind, **saved)
    return stored.getvalue()


def photo():
    """With the place, the camera and a comment; lying on its side."""
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = NAME, 6
    exif.get_ifd(0x8825)[2] = (14.0, 0.0, 0.0)
    return picture(exif=exif.tobytes(), comment=NAME.encode())


def pdf(*, title="A paper", words="", signed=False, password=None, only_owner=False, script=""):
    with pikepdf.new() as paper:
        page = paper.add_blank_page()
        note = {"/Type": "/Annot", "/Subtype": "/Text", "/Rect": [0, 0, 9, 9], "/T": NAME, "/Contents": "Why?"}
        page.obj.Annots = pikepdf.Array([pikepdf.Dictionary(_names(note))])
        with paper.open_metadata(set_pikepdf_as_editor=False) as told:
            told["dc:creator"] = [NAME]
        paper.docinfo["/Author"], paper.docinfo["/Title"] = NAME, title
        image = pikepdf.Stream(paper, photo())
        image.Type, image.Subtype, image.Filter = map(pikepdf.Name, ("/XObject", "/Image", "/DCTDecode"))
        image.Width, image.Height, image.ColorSpace, image.BitsPerComponent = 1000, 500, pikepdf.Name.DeviceRGB, 8
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=image))
        if words:
            page.obj.Contents = pikepdf.Stream(paper, words.encode())
        if signed:
            paper.Root.Signed = paper.make_indirect(
                pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3], Name=NAME)
            )
        if script:
            paper.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=script)
        is_locked = bool(password or only_owner)
        lock = pikepdf.Encryption(owner="owner", user=password or "") if is_locked else False
        stored = io.BytesIO()
        paper.save(stored, compress_streams=False, encryption=lock, deterministic_id=not is_locked)
        return stored.getvalue()


def _names(fields):
    return {
        key: pikepdf.Name(value) if isinstance(value, str) and value[:1] == "/" else value
        for key, value in fields.items()
    }


def word(**parts):
    """A comment, a change and a photograph, each with a name; `parts` are added or replaced."""
    written = docx.Document()
    written.core_properties.author = written.core_properties.last_modified_by = NAME
    written.core_properties.title = "A paper"
    commented = written.add_paragraph("As agreed.")
    written.add_comment(commented.runs, text="Why?", author=NAME, initials="JW")
    written.add_picture(io.BytesIO(photo()))
    stored = io.BytesIO()
    written.save(stored)
    with zipfile.ZipFile(stored) as package:
        text = package.read("word/document.xml").decode()
    change = f'<w:p><w:ins w:id="9" w:author="{NAME}" w:date="2026-01-01T00:00:00Z"><w:r><w:t>author="kept"</w:t></w:r></w:ins></w:p>'
    return repacked(
        stored.getvalue(),
        {
            "word/document.xml": text.replace("<w:body>", f"<w:body>{change}"),
            "word/people.xml": _PEOPLE,
            "docProps/custom.xml": _PROPERTIES.format(kind="custom", inside=NAME),
            "docProps/app.xml": _PROPERTIES.format(kind="extended", inside=f"<Company>{NAME}</Company>"),
        }
        | parts,
    )


def table(**parts):
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.lastModifiedBy = NAME
    book.active["A1"] = 5
    book.active["A1"].comment = Comment("Why?", NAME)
    stored = io.BytesIO()
    book.save(stored)
    person = f'<personList><person displayName="{NAME}" id="{{1}}" userId="{NAME}" providerId="AD"/></personList>'
    return repacked(stored.getvalue(), {"xl/persons/person.xml": person} | parts)


def slides(**parts):
    main = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    told = f'<Override PartName="/ppt/presentation.xml" ContentType="{main}"/>'
    return packed(
        {
            "[Content_Types].xml": f"<Types>{told}</Types>",
            "docProps/core.xml": f"<cp:coreProperties><dc:creator>{NAME}</dc:creator></cp:coreProperties>",
            "ppt/presentation.xml": "<p:presentation/>",
            "ppt/commentAuthors.xml": f'<p:cmAuthorLst><p:cmAuthor id="0" name="{NAME}" initials="{NAME}"/></p:cmAuthorLst>',
            "ppt/authors.xml": f'<p188:authorLst><p188:author id="{{1}}" name="{NAME}" userId="S::{NAME}"/></p188:authorLst>',
        }
        | parts
    )


def open_text(**parts):
    noted = f"<office:annotation><dc:creator>{NAME}</dc:creator><text:p>Why?</text:p></office:annotation>"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content>{noted}<text:p>As agreed.</text:p></office:document-content>",
            "meta.xml": f"<office:document-meta><meta:initial-creator>{NAME}</meta:initial-creator></office:document-meta>",
        }
        | parts
    )


def packed(parts, method=zipfile.ZIP_DEFLATED):
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", method) as package:
        for name, inside in parts.items():
            package.writestr(name, inside)
    return stored.getvalue()


def repacked(content, parts):
    """The same package with some parts added or replaced."""
    return packed(unpacked(content) | parts)


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}
