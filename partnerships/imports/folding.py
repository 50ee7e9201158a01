"""Names compared as the database compares them, many in one query."""

from collections.abc import Iterable

from django.db import connection


class Folds(dict[str, str]):
    """Texts and their folded forms (case, accents and spaces aside), asked of the database once each."""

    def learn(self, texts: Iterable[str]) -> None:
        unknown = sorted({text for text in texts if text not in self})
        if not unknown:
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, core_fold(name) FROM unnest(%s::text[]) AS name", [unknown])
            self.update(cursor.fetchall())

    def __missing__(self, text: str) -> str:
        self.learn([text])
        return self[text]
