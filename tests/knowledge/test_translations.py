"""A text in other languages: who writes it, which one a reader sees, and what they are told of it."""

import re

import pytest
from django.urls import reverse

from community.models import User
from knowledge.models import Translation
from tests.factories.community import MembershipFactory, UserFactory
from tests.factories.knowledge import ResourceFactory, StoryFactory

pytestmark = pytest.mark.django_db


def translate(piece, language="fr", state="human", of=None):
    content = {"title": "Le registre", "summary": "", "context": "<p>Trop tard.</p>"}
    sha256 = of or piece.published_revision.sha256
    return Translation.objects.create(piece=piece, language=language, state=state, content=content, of_sha256=sha256)


def shown(client, piece, language="en", text=""):
    address = piece.get_absolute_url().replace("/en/", f"/{language}/")
    found = client.get(address, {"text": text} if text else {}).context["text"]
    return found.title, found.notice


def test_a_good_translation_is_shown_in_its_language_and_the_reader_is_told(client):
    piece = StoryFactory(title="The register")
    translate(piece)

    assert shown(client, piece) == ("The register", "")
    title, notice = shown(client, piece, "fr")
    assert (title, bool(notice)) == ("Le registre", True)
    assert shown(client, piece, "fr", "en") == ("The register", "")


@pytest.mark.parametrize(
    ("fields", "notice"),
    [
        ({"state": "machine"}, "Translated from English by a machine. Nobody has checked it."),
        ({"of": "0" * 64}, "Translated from English. The original has changed since."),
        ({}, "Translated from English by a person."),
    ],
)
def test_what_is_shown_for_the_asking_says_how_good_it_is(client, fields, notice):
    piece = StoryFactory()
    translate(piece, **fields)

    assert shown(client, piece, "en", "fr") == ("Le registre", notice)


@pytest.mark.parametrize("fields", [{"state": "machine"}, {"of": "0" * 64}])
def test_what_is_unchecked_or_outdated_is_not_shown_unasked(client, fields):
    piece = StoryFactory(title="The register")
    translate(piece, **fields)

    assert shown(client, piece, "fr") == ("The register", "")


def test_a_language_there_is_not_shows_the_original(client):
    piece = StoryFactory(title="The register")

    assert shown(client, piece, text="xx") == ("The register", "")


def test_a_resource_is_told_in_the_language_of_its_reader_and_cited_as_it_was_published(client):
    resource = ResourceFactory(title="A guide", annotation="<p>Too late.</p>")
    content = {"title": "Un guide", "summary": "", "annotation": "<p>Trop tard.</p>"}
    translation = translate(resource)
    Translation.objects.update(content=content)

    page = client.get(resource.get_absolute_url().replace("/en/", "/fr/"))
    html = page.content.decode()

    assert (page.context["text"].title, page.context["text"].version.language) == ("Un guide", translation.language)
    assert "Trop tard." in html
    assert "Too late." not in html
    assert "A guide" in str(page.context["citation"])
    assert shown(client, resource, "fr", "en") == ("A guide", "")


@pytest.mark.parametrize("fields", [{"state": "machine"}, {"of": "0" * 64}])
def test_a_resource_keeps_its_own_words_where_a_translation_is_poor(client, fields):
    resource = ResourceFactory(title="A guide")
    translate(resource, **fields)

    assert shown(client, resource, "fr") == ("A guide", "")


def test_the_secretariat_translates_a_resource(client):
    resource = ResourceFactory(annotation="<p>Too late.</p>")
    client.force_login(UserFactory(role=User.Role.EDITOR))

    answer = write(client, resource, title="Un guide", annotation="<p>Trop tard.</p>")

    assert answer["Location"] == f"{resource.get_absolute_url()}?text=fr"
    assert Translation.objects.get().content["annotation"] == "<p>Trop tard.</p>"
    assert reverse("knowledge:translations", args=[resource.slug]) in client.get(answer["Location"]).content.decode()


def write(client, piece, **typed):
    address = reverse("knowledge:translate", args=[piece.slug, "fr"])
    form = client.get(address).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    return client.post(address, values | typed)


def test_an_author_translates_and_unsafe_markup_is_taken_out(client):
    piece = StoryFactory(author=MembershipFactory().user)
    client.force_login(piece.author)

    answer = write(client, piece, title="Le registre", context="<p>Tard<script>x</script></p>")

    stored = Translation.objects.get()
    assert answer["Location"] == f"{piece.get_absolute_url()}?text=fr"
    assert (stored.content["context"], stored.state) == ("<p>Tard</p>", "human")
    assert stored.of_sha256 == piece.published_revision.sha256


def test_who_saves_second_is_told_and_keeps_what_was_typed(client):
    piece = StoryFactory(author=MembershipFactory().user)
    client.force_login(piece.author)
    translate(piece)
    address = reverse("knowledge:translate", args=[piece.slug, "fr"])
    form = client.get(address).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    Translation.objects.get().save()

    refused = client.post(address, values | {"title": "Mien"})
    again = {name: refused.context["form"][name].value() or "" for name in form.fields}
    taken = client.post(address, again)

    assert (refused.status_code, again["title"], taken.status_code) == (409, "Mien", 302)
    assert Translation.objects.get().content["title"] == "Mien"


def test_other_readers_do_not_translate(client):
    client.force_login(MembershipFactory().user)

    assert client.get(reverse("knowledge:translations", args=[StoryFactory().slug])).status_code == 403


def test_the_list_says_which_languages_are_missing_or_outdated(client):
    piece = StoryFactory(author=MembershipFactory().user)
    translate(piece, of="0" * 64)
    client.force_login(piece.author)

    offered = client.get(reverse("knowledge:translations", args=[piece.slug])).context["offered"]

    states = {code: version.is_outdated if version else None for code, _name, version in offered}
    assert (states["fr"], states["ar"], "en" in states) == (True, None, False)


def test_an_author_deletes_a_translation_after_a_question(client):
    piece = StoryFactory()
    translate(piece)
    address = reverse("knowledge:translation_delete", args=[piece.slug, "fr"])
    client.force_login(piece.author)

    asked = client.get(address)
    before = piece.translations.count()
    done = client.post(address)

    assert (asked.status_code, before) == (200, 1)
    assert (done.headers["Location"], piece.translations.count()) == (
        reverse("knowledge:translations", args=[piece.slug]),
        0,
    )
    assert client.post(address).status_code == 404


def test_other_readers_delete_no_translation(client):
    piece = StoryFactory()
    translate(piece)
    client.force_login(MembershipFactory().user)

    answer = client.post(reverse("knowledge:translation_delete", args=[piece.slug, "fr"]))

    assert (answer.status_code, piece.translations.count()) == (403, 1)


def test_a_translation_is_written_in_the_editor_that_the_story_has(client):
    piece = StoryFactory(author=MembershipFactory().user)
    client.force_login(piece.author)

    page = client.get(reverse("knowledge:translate", args=[piece.slug, "ar"])).content.decode()
    told = re.findall(r'data-word-[a-z]+="[^"]+"', page)

    assert told == re.findall(
        r'data-word-[a-z]+="[^"]+"', client.get(reverse("knowledge:edit", args=[piece.slug])).content.decode()
    )
    assert len(told) == 19
    assert "build/writing.js" in page
    assert re.search(r'<textarea name="context"[^>]*data-rich[^>]*lang="ar"', page)
