"""Pictures and files are part of what partners agree to."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from knowledge.answers import Speaker, keep
from knowledge.attached import attached_changes
from knowledge.consent_links import token_for
from knowledge.locking import locked
from knowledge.models import ConsentLink, Piece, PieceFile, PieceImage, Translation
from knowledge.models.choices import Decision, State
from knowledge.pictures import make_sizes
from knowledge.publication import ConsentMissing
from knowledge.revisions import asked_content, content_of, revision_of, sha256_of
from knowledge.services import attachments as services
from knowledge.services.consents import Addressee, send_to_partner
from knowledge.services.new_wordings import begin_new_wording
from knowledge.services.publishing import archive_piece, publish_piece
from knowledge.services.states import delete_piece, take_on_piece
from knowledge.states import WrongState
from tests.factories.knowledge import ResourceFactory
from tests.knowledge.curating import case

pytestmark = pytest.mark.django_db
QUERIES = 19


@pytest.fixture
def told():
    return case()


def picture(colour="teal", **words):
    stored = io.BytesIO()
    Image.new("RGB", (1000, 500), colour).save(stored, "JPEG")
    words = {"alt": "Two auditors", "caption": "At work", "credit": "An office", "people_agreed": True} | words
    return PieceImage(file=ContentFile(stored.getvalue(), name=f"{colour}.jpg"), **words)


def paper(text=b"%PDF-1.7 A", title="A paper"):
    return PieceFile(file=ContentFile(text, name="paper.pdf"), title=title)


def add_both(told):
    image = services.add_picture(piece=told.story, image=picture(), by=told.author)
    return image, services.add_file(piece=told.story, file=paper(), by=told.author)


def all_agree(told, piece):
    institutions = [told.agency.pk, told.ministry.pk]
    keep(piece, institutions, revision_of(piece), Speaker("Who speaks", by=told.partner), Decision.AGREED)


def test_a_wording_without_them_has_the_hash_that_it_always_had(told):
    assert revision_of(told.story) == sha256_of(content_of(told.story))


def test_each_of_them_and_their_order_is_another_wording(told):
    hashes = [revision_of(told.story)]
    one, file = add_both(told)
    hashes.append(revision_of(told.story))
    other = services.add_picture(piece=told.story, image=picture("red"), by=told.author)
    hashes.append(revision_of(told.story))
    PieceImage.objects.filter(pk=other.pk).update(position=0)
    hashes.append(revision_of(told.story))
    for name in ("alt", "caption", "credit"):
        setattr(one, name, "Other words")
        services.change_words(image=one, by=told.author)
        hashes.append(revision_of(told.story))
    PieceFile.objects.filter(pk=file.pk).update(title="Another title")
    hashes.append(revision_of(told.story))

    assert len(set(hashes)) == len(hashes) == 8


def test_a_picture_added_after_the_consent_asks_again(told):
    told.agreed()
    services.add_picture(piece=told.story, image=picture(), by=told.editor)

    with pytest.raises(ConsentMissing) as refusal:
        publish_piece(told.story, by=told.editor)
    assert refusal.value.institutions == [told.agency, told.ministry]


def test_a_caption_changed_after_the_consent_asks_again_and_its_old_words_do_not(told):
    image, _file = add_both(told)
    told.agreed()
    image.caption = "Other words"
    services.change_words(image=image, by=told.editor)

    with pytest.raises(ConsentMissing):
        publish_piece(told.story, by=told.editor)
    image.caption = "At work"
    services.change_words(image=image, by=told.editor)
    assert publish_piece(told.story, by=told.editor).state == State.PUBLISHED


def test_the_partner_reads_them_on_the_portal_before_agreeing(client, told):
    image, file = add_both(told)
    told.asked()
    client.force_login(told.partner)

    page = client.get(reverse("knowledge:consent", args=[told.story.slug])).content.decode()

    assert f'src="{reverse("knowledge:image_size", args=[told.story.slug, image.pk, 960])}" alt="Two auditors"' in page
    assert "Picture: An office" in page
    assert reverse("knowledge:file", args=[told.story.slug, file.pk]) in page


def test_a_picture_changed_while_the_partner_read_refuses_the_answer(client, told):
    add_both(told)
    told.asked()
    client.force_login(told.partner)
    address = reverse("knowledge:consent", args=[told.story.slug])
    read = client.get(address).context["read"]
    services.add_picture(piece=told.story, image=picture("red"), by=told.editor)

    answer = client.post(address, {"decision": "agreed", "note": "", "read": read})

    assert answer.status_code == 409
    assert "The text was changed after you opened this page" in answer.content.decode()


@pytest.fixture
def link(told):
    told.partner.memberships.all().delete()
    add_both(told)
    told.submitted()
    take_on_piece(told.story, by=told.editor)
    send_to_partner(told.story, addressees={told.ministry.pk: Addressee("a@ministry.example")}, by=told.editor)
    return ConsentLink.objects.get()


def addresses(link):
    content = link.revision.content
    return [
        reverse("knowledge:consent_link_attached", args=[token_for(link), content[what][0]["sha256"]])
        for what in ("pictures", "files")
    ]


def status(client, address):
    answer = client.get(address)
    b"".join(answer.streaming_content) if answer.streaming else answer.content  # to its end, so that it is closed
    return answer.status_code


def test_who_has_a_link_reads_them_by_it(client, link):
    page = client.get(reverse("knowledge:consent_link", args=[token_for(link)])).content.decode()

    assert [address in page for address in addresses(link)] == [True, True]
    assert [status(client, address) for address in addresses(link)] == [200, 200]


def test_by_a_link_nothing_else_is_read(client, told, link):
    other = services.add_picture(piece=case().story, image=picture("red"), by=told.author)
    token = token_for(link)

    tried = [(token, other.sha256), (token, "x"), ("nonsense", addresses(link)[0].split("/")[-2])]
    assert [
        status(client, reverse("knowledge:consent_link_attached", args=[each, sha256])) for each, sha256 in tried
    ] == [404, 404, 404]


def test_a_changed_picture_closes_the_link_and_is_not_read_by_it(client, told, link):
    services.add_picture(piece=told.story, image=picture("red"), by=told.editor)

    page = client.get(reverse("knowledge:consent_link", args=[token_for(link)])).content.decode()

    assert "The text was changed after this link was sent" in page
    assert [status(client, address) for address in addresses(link)] == [404, 404]


@pytest.fixture
def published(told):
    image, _file = add_both(told)
    make_sizes(image)
    told.agreed()
    return publish_piece(told.story, by=told.editor)


def test_what_readers_have_is_not_changed_in_place(told, published):
    image, file = PieceImage.objects.get(), PieceFile.objects.get()

    for change in (
        lambda: services.change_words(image=image, by=told.editor),
        lambda: services.remove_picture(image=image, by=told.editor),
        lambda: services.remove_file(file=file, by=told.editor),
    ):
        with pytest.raises(WrongState):
            change()
    assert revision_of(published) == published.published_revision.sha256


def test_a_new_wording_brings_its_own_and_readers_keep_theirs(told, published, django_capture_on_commit_callbacks):
    name = PieceImage.objects.get().file.name
    copy = begin_new_wording(published, by=told.editor)
    taken = copy.images.get()

    assert asked_content(copy) == asked_content(published)
    assert list(taken.sizes.values_list("width", flat=True)) == [480, 960]
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_picture(image=taken, by=told.editor)
    assert [image.file.storage.exists(name) for image in published.images.all()] == [True]


def test_a_new_wording_takes_their_place(told, published, django_capture_on_commit_callbacks):
    old = PieceImage.objects.get()
    copy = begin_new_wording(published, by=told.editor)
    services.remove_picture(image=copy.images.get(), by=told.editor)
    services.add_picture(piece=copy, image=picture("red"), by=told.editor)
    all_agree(told, copy)
    with django_capture_on_commit_callbacks(execute=True):
        record = publish_piece(copy, by=told.editor)

    assert record.images.get().file.name != old.file.name
    assert (record.files.count(), old.file.storage.exists(old.file.name)) == (1, False)
    assert revision_of(record) == record.published_revision.sha256


def test_a_new_wording_that_is_dropped_leaves_the_bytes(told, published, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        delete_piece(begin_new_wording(published, by=told.author), by=told.author)

    image = PieceImage.objects.get()
    assert image.file.storage.exists(image.file.name)
    assert PieceFile.objects.count() == 1


def test_what_is_deleted_for_good_leaves_no_bytes_also_of_its_new_wording(
    told, published, django_capture_on_commit_callbacks
):
    own = services.add_picture(piece=published, image=picture("red"), by=told.author)
    archive_piece(published, reason="outdated", by=told.editor)
    files = [image.file for image in PieceImage.objects.all()]
    with django_capture_on_commit_callbacks(execute=True):
        delete_piece(published, by=told.editor)

    assert (own.piece_id == published.pk, len(files)) == (False, 3)
    assert [file.storage.exists(file.name) for file in files] == [False, False, False]


def test_a_translation_holds_where_pictures_alone_change(told, published):
    archive_piece(published, reason="outdated", by=told.editor)
    archived = locked(published)
    Translation.objects.create(
        piece=archived, language="fr", content={}, of_sha256=archived.published_revision.sha256, by=told.editor
    )
    services.add_picture(piece=archived, image=picture("red"), by=told.editor)
    all_agree(told, archived)
    record = publish_piece(archived, by=told.editor)

    assert Translation.objects.get().of_sha256 == record.published_revision.sha256


def test_the_listed_wording_of_a_resource_follows_its_pictures(told):
    resource = ResourceFactory()
    image = services.add_picture(piece=resource, image=picture(), by=told.editor)
    listed = [Piece.objects.get(pk=resource.pk).published_revision.sha256]
    services.remove_picture(image=image, by=told.editor)
    listed.append(Piece.objects.get(pk=resource.pk).published_revision.sha256)

    resource.refresh_from_db()
    assert (listed[0] != listed[1], listed[1]) == (True, revision_of(resource))


def test_wordings_beside_each_other_tell_which_changed():
    one = {"sha256": "a" * 64, "alt": "A map", "caption": "<b>", "credit": "An office"}
    other = one | {"sha256": "b" * 64}

    found = attached_changes({"pictures": [one]}, {"pictures": [other], "files": []})

    assert [(each.label, each.blocks) for each in found] == [
        (
            "Pictures",
            [[("same", "A map · <b> · An office · "), ("gone", "aaaaaaaa"), ("new", "bbbbbbbb")]],
        )
    ]


@pytest.mark.parametrize("count", [1, 10])
def test_many_take_as_many_queries_as_one(client, told, count, django_assert_max_num_queries):
    for number in range(count):
        services.add_picture(piece=told.story, image=picture(alt=f"{number}", colour=(number, 0, 0)), by=told.author)
    told.asked()
    client.force_login(told.partner)
    client.get(reverse("knowledge:consent", args=[told.story.slug]))

    with django_assert_max_num_queries(QUERIES):
        client.get(reverse("knowledge:consent", args=[told.story.slug]))
