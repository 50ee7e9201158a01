"""How an item reads in a letter: drawn once for each language and zone, then put into the letters of all readers."""

from dataclasses import dataclass, replace
from typing import Any

from django.template import Context, loader
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from community.following import content_type_of
from core.registry import followables
from digests.audiences import reader
from digests.contents import Told
from digests.news import Item, Subject, events, pieces
from digests.wording import worded
from mail.services import Recipient


@dataclass(frozen=True)
class Drawn:
    """An item as the templates of a letter take it; `why` names what of it the reader follows."""

    title: str
    html: SafeString
    text: SafeString
    why: str = ""


class Drawing:
    """Keeps what it drew, for as long as one edition is made."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, str, str, bool], Drawn] = {}
        self._names: dict[tuple[str, str], dict[Subject, str]] = {}
        self._templates = {
            name: loader.get_template(f"digests/emails/_{name}") for name in ("item.html", "item.txt", "lead.html")
        }

    def of(self, told: Told, recipient: Recipient, audience: str, *, is_lead: bool = False) -> Drawn:
        """In the language and zone that are active; only names that this audience may read are in `why`."""
        zone = recipient.time_zone if told.item.about == events.PREFIX else ""
        key = (told.item.key, recipient.language, zone, is_lead)
        if key not in self._drawn:
            self._drawn[key] = self._draw(told.item, recipient.language, is_lead)
        names = self._names.get((audience, recipient.language), {})
        why = sorted(filter(None, (names.get(each) for each in told.because)))
        return replace(self._drawn[key], why=_(", ").join(why))

    def all(self, items: list[Item], recipient: Recipient, audience: str) -> list[Drawn]:
        """In this reader's language and zone."""
        with translation.override(recipient.language), timezone.override(recipient.time_zone):
            return [self.of(Told(item), recipient, audience) for item in items]

    def title(self, item: Item, recipient: Recipient) -> str:
        return self.of(Told(item), recipient, "").title

    def _draw(self, item: Item, language: str, is_lead: bool) -> Drawn:
        words = worded(item, language)
        data = {"item": words}
        html = self._templates["lead.html" if is_lead and item.about == pieces.PREFIX else "item.html"].render(data)
        plain: Any = self._templates["item.txt"]
        text = plain.template.render(Context(data, autoescape=False)).strip()
        return Drawn(words.title, mark_safe(html), mark_safe(text))  # noqa: S308 - what the engine rendered

    def learn_names(self, subjects: set[Subject], audience: str, language: str) -> None:
        """The names of what these readers follow, as far as their audience may see it; a query for each kind."""
        known = self._names.setdefault((audience, language), {})
        lacking = subjects - known.keys()
        if not lacking:
            return
        with translation.override(language):
            for what in followables():
                kind = content_type_of(what).pk
                keys = {key for content_type, key in lacking if content_type == kind}
                if what.is_whole and keys:
                    known[kind, ""] = str(what.label)
                elif keys:
                    rows = what.visible(reader(audience)).filter(pk__in=keys)
                    known.update({(kind, str(row.pk)): str(row) for row in rows})
        known.update(dict.fromkeys(lacking - known.keys(), ""))
