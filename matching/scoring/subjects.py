"""What the same subject of public administration is called in the four languages, and what names no subject.

Most records are in English. Without this a question in another language, or a word for a word, would find nothing.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import connection

from core.searching import STEMMED

NAMES = Path(__file__).with_name("subjects.csv")  # a row a subject, a column a language, `|` between its names

# They stand in questions about anything: two that share them have nothing in common.
GENERAL = {
    "en": """act always become begin best better big bring build change come cost country current day develop difficult
        do easy enough every far fast first get give go good government great grow happen hard have help
        high idea improve instead keep know large late learn less like long look lose low make many matter meet month
        more most move much need never new next office often old open people plan poor possible problem process
        programme project public quick reach ready real reform result run same say see set share show simple slow
        small solve start state stop strengthen strong support system take tell think time together try
        understand use want way week well work year""",
    "fr": """les cet cette autre chose afin aider ainsi aussi améliorer année annuel ancien avoir besoin bien bon
        changer chaque chercher commencer comprendre contre dont entre plus sans selon sous tous toutes très trop vers
        coût devenir développer difficile donner essayer État faible faire falloir fort gouvernement grand idée jamais
        jour lent lutte lutter manière manque meilleur mettre mieux mois moyen national nombreux nouveau œuvre ouvrir
        partager pays petit plan possible pouvoir prendre premier problème processus programme projet public réduire
        réforme rendre renforcer résoudre résultat savoir semaine service simple souvent soutenir soutien suivre
        système temps travail travailler trouver utiliser vite vouloir""",
    "es": """abrir alcanzar año antiguo apoyar apoyo ayudar ayuda bien buen bueno buscar cada cambiar cambio comenzar
        compartir comprender costo dar débil decir desarrollar día difícil empezar encontrar entender estado
        fortalecer fuerte gobierno gran grande hacer idea intentar lento lograr lucha manera mayor mejor mejorar mes
        mucho nacional necesidad necesitar nuevo nunca país pequeño plan poder poner posible primer problema proceso
        programa proyecto público querer rápido reducir reforma resolver resultado saber semana servicio siempre
        simple sistema tener tiempo tomar trabajar trabajo usar utilizar""",
    "ar": """تحسين تطوير تعزيز دعم مساعدة تغيير إصلاح عمل نريد نحتاج حاجة مشكلة حل حلول نظام برنامج مشروع خطة سنة سنوات
        عام شهر يوم وقت جديد كبير صغير أفضل أول كل بعض دولة حكومة وطني عامة خدمة خدمات مكافحة نتائج طريقة""",
}


@dataclass(frozen=True)
class Names:
    """`phrases` maps the stems of a name to its subject, by language; `stems` lists all names of a subject."""

    phrases: dict[str, dict[tuple[str, ...], int]]
    stems: list[list[tuple[str, ...]]]
    general: dict[str, frozenset[str]]


@cache
def known() -> Names:
    """Stemmed once in the life of a process."""
    with NAMES.open(encoding="utf-8", newline="") as rows:
        listed = list(csv.DictReader(rows))
    phrases: dict[str, dict[tuple[str, ...], int]] = {}
    stems: list[list[tuple[str, ...]]] = [[] for _row in listed]
    for language in STEMMED:
        names = [(subject, name) for subject, row in enumerate(listed) for name in row[language].split("|")]
        phrases[language] = {}
        for (subject, _name), name_stems in zip(names, _stems(language, [name for _n, name in names]), strict=True):
            phrases[language].setdefault(name_stems, subject)
            stems[subject].append(name_stems)
    general = {
        language: frozenset(stem for word in _stems(language, words.split()) for stem in word)
        for language, words in GENERAL.items()
    }
    return Names(phrases, [list(dict.fromkeys(each)) for each in stems], general)


def named_in(stems: list[str], language: str) -> Iterable[tuple[int, int, int]]:
    """Where the stems of a text name a subject: first, end, subject; longer names before shorter ones."""
    phrases = known().phrases[language]
    longest = max(map(len, phrases))
    start = 0
    while start < len(stems):
        for length in range(min(longest, len(stems) - start), 0, -1):
            subject = phrases.get(tuple(stems[start : start + length]))
            if subject is not None:
                yield start, start + length, subject
                start += length - 1
                break
        start += 1


def _stems(language: str, names: list[str]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT ARRAY(SELECT lexeme FROM unnest(to_tsvector(%s::regconfig, name)) ORDER BY positions[1], lexeme)
            FROM unnest(%s::text[]) WITH ORDINALITY names(name, n) ORDER BY n
            """,
            [STEMMED[language], names],
        )
        return [tuple(stems) for (stems,) in cursor.fetchall()]
