"""A published file, activity by activity, in memory that does not grow with it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from lxml import etree

from iati.reading.activity import Activity, FileFacts, Remark, Unreadable
from iati.reading.elements import activity_of
from iati.reading.guard import Bounded, CannotRead, opened
from iati.reading.parts import LANG, own_text, plain
from iati.reading.passing import ACTIVITY, Passing
from iati.reading.schema import ROOT, VERSIONS, Judge

__all__ = ["CannotRead", "FileReader", "read"]

MOST_BYTES = 1_000_000_000
MOST_ORGANISATIONS = 50


def read(stream: BinaryIO, *, schemas: Path | None = None, most_bytes: int = MOST_BYTES) -> "FileReader":
    """Look at the beginning of a file, plain or packed with gzip; iterating reads the rest.

    Raises `CannotRead`, now or while iterating, where nothing can be taken.
    """
    bounded, _beginning = opened(stream, most_bytes)
    return FileReader(bounded, schemas)


class FileReader:
    """Iterate once; `facts` are complete at the end, `offset` is how many bytes were read so far."""

    def __init__(self, stream: Bounded, schemas: Path | None) -> None:
        self._stream = stream
        self._schemas = schemas
        self._judge: Judge | None = None
        self._kinds: Counter[str] = Counter()
        self._identifiers: set[str] = set()
        self.facts = FileFacts()

    @property
    def offset(self) -> int:
        return self._stream.offset

    def __iter__(self) -> Iterator[Activity | Unreadable]:
        passing = Passing(self._stream)
        for element in passing:
            if not self.facts.activities:
                self._begin(element)
            yield self._take(element)
        self._end(passing.root)

    def _begin(self, first: Any) -> None:
        """What the root says, which stands above the first activity."""
        root = first.getroottree().getroot()
        if etree.QName(first).namespace:
            raise CannotRead(
                _(
                    "The elements of this file are put into a namespace (xmlns=“%(name)s”). IATI elements are in none, "
                    "so nothing would be recognised. Leave that attribute out."
                )
                % {"name": etree.QName(first).namespace[:100]}
            )
        self._read_root(root)
        if root.tag not in (ROOT, ACTIVITY):
            self.facts.messages.append(
                _(
                    "The root of the file is <%(root)s>, not <iati-activities>: it looks like the answer of a query. "
                    "The activities in it were read; for the register of IATI, publish them without the wrapper."
                )
                % {"root": str(root.tag)[:60]}
            )
        elif root.tag == ACTIVITY:
            self.facts.messages.append(
                _("The file is one activity without <iati-activities> around it. It was read all the same.")
            )
        if self._judge and not self._judge.judges_activities:
            self._judge.judge_root(root)

    def _read_root(self, root: Any) -> None:
        facts = self.facts
        facts.root = str(root.tag)
        holder = root if root.tag == ROOT else root.find(f".//{ROOT}")
        facts.version = plain(root.get("version") or (holder.get("version") if holder is not None else ""))[:10]
        self._language = plain(root.get(LANG))
        if not facts.version:
            facts.messages.append(
                _(
                    "The file does not say of which version of IATI it is. It is judged by 2.03. Add version=“…” to the root."
                )
            )
        elif facts.version not in (*VERSIONS, "1.0", "1.00"):
            facts.messages.append(
                _("The version “%(version)s” is not known; the file is judged by 2.03.") % {"version": facts.version}
            )
        if self._schemas is None:
            facts.messages.append(
                _(
                    "The schemas of the standard are not installed here, so there is no verdict on the file. "
                    "The administrator installs them with “manage.py install_iati_schemas”."
                )
            )
        else:
            self._judge = Judge(self._schemas, facts.version, root)

    def _take(self, element: Any) -> Activity | Unreadable:
        self._count(element)
        position = self.facts.activities
        try:
            activity = activity_of(element, version=self.facts.version, position=position, language=self._language)
        except (ValueError, ArithmeticError) as error:
            return Unreadable(
                element.sourceline or 0,
                position,
                own_text(element.find("iati-identifier")) if element.find("iati-identifier") is not None else "",
                _("It could not be read: %(reason)s") % {"reason": str(error)[:200]},
            )
        self._tell_of(activity)
        if self._judge and self._judge.judges_activities:
            activity.xsd_errors = self._judge.judge(element)
        return activity

    def _count(self, element: Any) -> None:
        facts = self.facts
        facts.activities += 1
        for child in element:
            if child.tag == "result":
                facts.results += 1
                facts.indicators += sum(1 for _indicator in child.iterchildren("indicator"))
            elif child.tag == "transaction":
                facts.transactions += 1
            elif child.tag == "tag":
                facts.tags += 1

    def _tell_of(self, activity: Activity) -> None:
        if activity.identifier in self._identifiers:
            activity.warnings.append(
                Remark(
                    "duplicate identifier",
                    _("Another activity of this file has the identifier %(identifier)s.")
                    % {"identifier": activity.identifier},
                    activity.line,
                )
            )
        elif activity.identifier:
            self._identifiers.add(activity.identifier)
        ref = activity.reporting.ref if activity.reporting else ""
        if ref and ref not in self.facts.reporting_orgs and len(self.facts.reporting_orgs) < MOST_ORGANISATIONS:
            self.facts.reporting_orgs.append(ref)
        self._kinds.update(remark.kind for remark in activity.warnings)

    def _end(self, root: Any) -> None:
        facts = self.facts
        if not facts.activities:
            self._without_activities(root)
        facts.warnings = dict(sorted(self._kinds.items()))
        if self._judge:
            facts.xsd_valid = self._judge.errors == 0
            facts.xsd_errors, facts.first_xsd_error = self._judge.errors, self._judge.first
        if facts.xsd_valid is False:
            facts.messages.append(
                _("The file does not keep to the schema of its version; what could be read was read. First: %(error)s")
                % {"error": facts.first_xsd_error}
            )

    def _without_activities(self, root: Any) -> None:
        name = etree.QName(root).localname
        if name == "iati-organisations":
            raise CannotRead(_("This is the organisation file of a publisher. Take its activity file."))
        if root.tag != ROOT:
            raise CannotRead(
                _("There is no IATI activity in this file: its root is <%(root)s>.") % {"root": str(name)[:60]}
            )
        self._read_root(root)
        self.facts.messages.append(_("The file holds no activity."))
        if self._judge:
            self._judge.judge_root(root)
