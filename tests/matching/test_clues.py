"""What a question is about is found in its words, in whichever of the four languages they are."""

import csv

import pytest
from django.contrib.auth.models import AnonymousUser

from matching.models import MatchWeights
from matching.profiles import refresh
from matching.scoring.asked import Asked
from matching.scoring.clues import clues
from matching.scoring.explaining import explain
from matching.scoring.peers import best_peers
from matching.scoring.subjects import NAMES, known
from tests.factories import OfferFactory

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


@pytest.fixture
def offers():
    told = [
        "Shops pay their tax by telephone, and we lost no revenue",
        "Births are written down in the village by the civil registry",
        "Every year we want to make better use of new meteorology",
    ]
    made = [OfferFactory(expertise=each, visibility="public") for each in told]
    refresh(None)
    return made


def named(text, language="en"):
    return [clue.typed for clue in clues(Asked(text=text, language=language))]


def found(text, language):
    asked, weights = Asked(text=text, language=language), MatchWeights.objects.current()
    peers = explain(best_peers(asked, ANYBODY, weights), asked, ANYBODY, weights)
    return [
        (peer.offer, next(each.fact.text for each in peer.criteria if each.criterion.name == "text")) for peer in peers
    ]


@pytest.mark.parametrize(
    ("text", "language", "which", "word"),
    [
        ("Mejorar la recaudación de impuestos", "es", 0, "recaudación"),
        ("Élargir l'assiette de l'impôt", "fr", 0, "impôt"),
        ("تحسين تحصيل الضرائب", "ar", 0, "الضرائب"),
        ("Moderniser l'état civil", "fr", 1, "état civil"),
        ("Modernizar el registro civil", "es", 1, "registro civil"),
        ("تحديث السجل المدني", "ar", 1, "السجل المدني"),
        ("Modernizar el registro civil", "en", 1, "registro civil"),
    ],
)
def test_a_subject_is_found_by_its_name_in_another_language(offers, text, language, which, word):
    assert [(offer, word in fact) for offer, fact in found(text, language)] == [(offers[which], True)]


def test_an_offer_in_french_is_found_in_english():
    offer = OfferFactory(expertise="Nous avons numérisé l'état civil", language="fr", visibility="public")
    refresh(None)
    assert [each for each, _fact in found("Our civil registry is slow", "en")] == [offer]


def test_words_that_stand_in_any_question_tell_nothing(offers):
    assert named("Every year we want to make better use of the new system") == []


@pytest.mark.parametrize(("text", "language"), [("Les uns et les autres", "fr"), ("Los unos y los otros", "es")])
def test_articles_tell_nothing(text, language):
    OfferFactory(expertise=text, language=language, visibility="public")
    refresh(None)
    assert not {"les", "et", "los", "y"} & set(named(text, language))


def test_a_longer_name_goes_before_the_shorter_ones_in_it(offers):
    assert named("Our civil registry, and registration of births by the civil registry") == ["civil registry"]


def test_a_word_is_one_clue_however_often_it_stands(offers):
    assert named("Tax, more tax, taxation and tax on village shops") == ["tax", "shops", "village"]


@pytest.mark.parametrize("text", ["", "…", "'; drop table", "a\x00b", "& | ! ( ) : *", "x" * 20_000, "tax " * 5_000])
def test_no_text_is_an_error(offers, text):
    assert len(named(text)) <= 2


def test_each_subject_has_names_in_all_languages():
    with NAMES.open(encoding="utf-8", newline="") as rows:
        listed = list(csv.DictReader(rows))
    assert [row for row in listed if not all(row.values()) or None in row] == []
    assert all(all(each) for each in known().stems)


def test_no_name_stands_for_two_subjects():
    with NAMES.open(encoding="utf-8", newline="") as rows:
        listed = list(csv.DictReader(rows))
    for language in ("en", "fr", "es", "ar"):
        names = [name for row in listed for name in row[language].split("|")]
        assert sorted(names) == sorted(set(names))
