"""The starting register: the institutions and partnerships that ship with the product."""

import hashlib

from django.db import transaction
from django.utils import timezone

from community.models import Institution, InstitutionName
from partnerships.imports import facts
from partnerships.imports.apply import add_bodies
from partnerships.imports.bodies import Bodies, Body
from partnerships.imports.findings import Report
from partnerships.imports.folding import Folds
from partnerships.imports.importer import Importer
from partnerships.imports.running import carry_out, read
from partnerships.imports.vocabulary import Vocabulary
from partnerships.models import ImportJob

FILES = ("institutions.csv", "cell_readings.csv", "modality_words.csv", "sector_words.csv", facts.REGISTER.name)
# What an institution that is on the portal already is given where it has nothing.
FILLED = ("acronym", "level", "org_identifier", "ror_id", "website")


class RegisterIncomplete(Exception):
    """The files that ship with the product contradict each other; `report` says where."""

    def __init__(self, report: Report) -> None:
        first = report.errors[0]
        super().__init__(f"row {first.row}, {first.column} “{first.value}”: {first.message}")
        self.report = report


@transaction.atomic
def load_register() -> Report | None:
    """Bring in what these files say, once; None when that was done before."""
    digest = _digest()
    if ImportJob.objects.filter(sha256=digest, status=ImportJob.Status.DONE, owner=None).exists():
        return None
    _load_institutions()
    content = facts.REGISTER.read_bytes()
    report = carry_out(read(content, facts.REGISTER.name), Importer())
    if report.errors:
        raise RegisterIncomplete(report)
    ImportJob.objects.create(
        file_name=facts.REGISTER.name,
        sha256=digest,
        status=ImportJob.Status.DONE,
        report=report.as_object(),
        done_at=timezone.now(),
    )
    return report


def _digest() -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((facts.DATA / name).read_bytes())
    return digest.hexdigest()


def _load_institutions() -> None:
    """Every body of the files is on the portal, with its spellings; what people wrote of it stays."""
    folds = Folds()
    bodies = Bodies(folds, Vocabulary(folds)).by_key.values()
    add_bodies([body for body in bodies if body.pk is None])
    known = {body.key: body for body in bodies}
    for institution in Institution.objects.filter(pk__in=known):
        _fill(institution, known[institution.pk])
    spellings = [
        InstitutionName(institution_id=body.key, name=name)
        for body in bodies
        if body.facts
        for name in body.facts.other_names
    ]
    InstitutionName.objects.bulk_create(spellings, ignore_conflicts=True)


def _fill(institution: Institution, body: Body) -> None:
    shipped = body.facts
    if shipped is None:
        return
    empty = [name for name in FILLED if not getattr(institution, name) and getattr(shipped, name)]
    for name in empty:
        setattr(institution, name, getattr(shipped, name))
    if institution.kind == Institution.Kind.UNKNOWN and shipped.kind != institution.kind:
        institution.kind = shipped.kind
        empty.append("kind")
    if empty:
        institution.save(update_fields=[*empty, "updated_at"])
