"""Invented text in which words are as frequent as in real text: a few everywhere, most hardly ever."""

from random import Random

from p2pportal.bulk.chance import Ranked

SYLLABLES = [first + last for first in "bdfgklmnprstvz" for last in ("a", "e", "i", "o", "u", "an", "or")]
# What partnerships are about. The first stand in every fourth to tenth text, the last in a few of a thousand.
TOPICS_LISTED = """
    audit budget statistics procurement revenue customs health education water energy courts police parliament
    anticorruption housing transport land cadastre climate forestry fisheries agriculture pensions labour migration
    tourism telecoms competition meteorology census sanitation roads railways archives libraries museums prisons
    ombudsman elections decentralisation nutrition vaccination pharmacovigilance seismology hydrology geodesy
    metrology accreditation veterinary
"""
GLUE_LISTED = """
    the of and to in for with on a by that as its from how each their which is are has was new first more between
    after over within staff unit office team years work plan reform service public national data
"""
VERBS = ("Strengthening", "Reforming", "Sharing", "Building", "Renewing", "Opening", "Modernising", "Learning")
TOPICS = TOPICS_LISTED.split()


def town(number: int) -> str:
    """A place that exists nowhere, another one for each number."""
    name = ""
    for _position in range(3):
        number, digit = divmod(number, len(SYLLABLES))
        name += SYLLABLES[digit]
    return (name + (str(number) if number else "")).capitalize()


INVENTED = [town(number).lower() for number in range(40, 4_040)]
WORDS = Ranked([*GLUE_LISTED.split(), *INVENTED])
TOPIC = Ranked(TOPICS)


def sentence(rng: Random, words: int, about: str = "") -> str:
    """So many words, `about` among them."""
    drawn = WORDS.draw(rng, words)
    if about:
        drawn[words // 2] = about
    return " ".join(drawn).capitalize() + "."


def paragraph(rng: Random, sentences: int, about: str) -> str:
    return " ".join(sentence(rng, rng.randint(8, 18), about if number == 0 else "") for number in range(sentences))
