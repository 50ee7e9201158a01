"""Invented stories and resources, half and half, and what was found in the resources."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from django.db import connection
from psycopg2.extras import execute_values

from community.models import Country, Sector, User
from knowledge.models import Condition, Finding, Outcome, Piece, Resource, Revision, Story
from knowledge.models.choices import Confidence, Effect, Kind, Level, State
from knowledge.revisions import SAID, sha256_of
from p2pportal.bulk.chance import Ranked, Shares, chance
from p2pportal.bulk.institutions import PREFIX
from p2pportal.bulk.loading import analyse, insert, missing, parts, reserve
from p2pportal.bulk.words import TOPIC, paragraph, sentence
from partnerships.models.choices import Evidence

BATCH = 1_000
CURATOR = f"{PREFIX}curator@people.example"  # nothing is published by nobody
FIRST = datetime(2022, 1, 3, tzinfo=UTC)  # fixed, so that a seed makes the same rows on any day
LANGUAGES = Shares({"en": 60, "fr": 20, "es": 15, "ar": 5})
PROOF = Shares({Evidence.SELF_REPORTED: 60, Evidence.DOCUMENTED: 30, Evidence.CORROBORATED: 10})
EFFECTS = Shares({Effect.HELPS: 55, Effect.HINDERS: 20, Effect.MIXED: 15, Effect.NO_DIFFERENCE: 10})
CONFIDENCES = Shares({Confidence.LOW: 40, Confidence.MEDIUM: 45, Confidence.HIGH: 15})
# The map of a community that has worked for years.
ROWS, COLUMNS, LEAST_TEXT = 16, 9, 3


def bulk_knowledge(count: int, seed: int) -> int:
    """Top the invented stories and resources up to `count`; how many were added."""
    numbers = missing(Piece.objects.filter(slug__startswith=PREFIX).values_list("slug", flat=True), PREFIX, count)
    if not numbers:
        return 0
    countries = Ranked(list(Country.objects.order_by("pk").values_list("pk", flat=True)), 0.5)
    sectors = Ranked(list(Sector.objects.purposes().order_by("pk").values_list("pk", flat=True)), 0.5)
    curator = User.objects.filter(email=CURATOR).first() or User.objects.create_user(CURATOR)
    for part in parts(numbers, BATCH):
        keys = reserve(Piece, len(part))
        pieces = {number: _piece(number, pk, seed) for number, pk in zip(part, keys, strict=True)}
        insert(list(pieces.values()))
        _add_texts(Story, [piece for piece in pieces.values() if piece.kind == Kind.STORY])
        _add_texts(Resource, [piece for piece in pieces.values() if piece.kind == Kind.RESOURCE])
        _publish(list(pieces.values()), curator)
        _place(pieces, countries, sectors, seed)
    analyse(Piece, Story, Resource, Revision, Piece.sectors.through, Piece.countries.through)
    return len(numbers)


def bulk_findings(count: int, seed: int) -> int:
    """Top the invented findings up to `count`, spread over the invented resources; how many were added."""
    invented = Finding.objects.filter(source__slug__startswith=PREFIX).count()
    sources = list(Resource.objects.filter(slug__startswith=PREFIX).order_by("pk").values_list("pk", flat=True)[:2_000])
    if not sources or invented >= count:
        return 0
    cells = _cells()
    rows = [_finding(number, sources, cells, seed) for number in range(invented, count)]
    insert(rows)
    analyse(Finding)
    return len(rows)


def _piece(number: int, pk: int, seed: int) -> Piece:
    rng = chance(seed, "piece", number)
    about = TOPIC.one(rng)
    text = " ".join(paragraph(rng, 8, about) for _section in range(LEAST_TEXT))
    published_at = FIRST + timedelta(minutes=rng.randrange(4 * 365 * 24 * 60))
    return Piece(
        pk=pk,
        kind=Kind.STORY if number % 2 else Kind.RESOURCE,
        slug=f"{PREFIX}{number}",
        title=sentence(rng, 7, about),
        summary=sentence(rng, 20, about),
        language=LANGUAGES.one(rng),
        evidence=PROOF.one(rng),
        body_text=text,
        words=len(text.split()),
        first_published_at=published_at,
    )


def _add_texts(model: type[Any], pieces: list[Piece]) -> None:
    """The rows beside those of `Piece`, which Django's bulk insert cannot write for a child of another model."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(column) for column in ("piece_ptr_id", *(f.column for f in fields)))
    with connection.cursor() as cursor:
        execute_values(
            cursor.cursor,
            f"INSERT INTO {model._meta.db_table} ({names}) VALUES %s",  # noqa: S608 - the names are the model's
            [(piece.pk, *(_value(field, piece) for field in fields)) for piece in pieces],
        )


def _value(field: Any, piece: Piece) -> Any:
    if field.name in ("context", "what_we_did", "what_happened", "annotation"):
        third = len(piece.body_text) // LEAST_TEXT
        return f"<p>{piece.body_text[:third]}</p><h2>What changed</h2><p>{piece.body_text[third : 2 * third]}</p>"
    if field.name == "year":
        return piece.first_published_at.year if piece.first_published_at else None
    return field.get_prep_value(field.get_default())


def _publish(pieces: list[Piece], curator: User) -> None:
    """Each with the wording that its readers have."""
    revisions = []
    for piece, key in zip(pieces, reserve(Revision, len(pieces)), strict=True):
        content = {name: str(getattr(piece, name)) for name in SAID}
        revisions.append(
            Revision(pk=key, piece=piece, number=1, content=content, sha256=sha256_of(content), language=piece.language)
        )
        piece.published_revision_id = key
        piece.published_at = piece.first_published_at
        piece.published_by = curator
        piece.state = State.PUBLISHED
    insert(revisions)
    published = ["published_revision", "published_at", "published_by", "state"]
    Piece.objects.bulk_update(pieces, published, batch_size=BATCH)


def _place(pieces: dict[int, Piece], countries: Ranked[Any], sectors: Ranked[Any], seed: int) -> None:
    where, about = [], []
    for number, piece in pieces.items():
        rng = chance(seed, "places of a piece", number)
        where += [
            Piece.countries.through(piece_id=piece.pk, country_id=country) for country in countries.several(rng, 2)
        ]
        about += [Piece.sectors.through(piece_id=piece.pk, sector_id=sector) for sector in sectors.several(rng, 2)]
    insert(where)
    insert(about)


def _cells() -> list[tuple[str, str]]:
    """Three in four cells of the map; the others stay empty, for nobody knows."""
    if not Condition.objects.exists():
        insert([Condition(slug=f"{PREFIX}{n}", name_en=f"Condition {n}", position=n) for n in range(ROWS)])
        levels = list(Level.values)
        insert(
            [
                Outcome(slug=f"{PREFIX}{n}", name_en=f"Outcome {n}", position=n, level=levels[n * 3 // COLUMNS])
                for n in range(COLUMNS)
            ]
        )
    rows, columns = Condition.objects.values_list("pk", flat=True), Outcome.objects.values_list("pk", flat=True)
    return [cell for place, cell in enumerate(product(rows, columns)) if place % 4]


def _finding(number: int, sources: list[int], cells: list[tuple[str, str]], seed: int) -> Finding:
    rng = chance(seed, "finding", number)
    condition, outcome = rng.choice(cells)
    return Finding(
        source_id=rng.choice(sources),
        condition_id=condition,
        outcome_id=outcome,
        title=sentence(rng, 6, TOPIC.one(rng)),
        text=paragraph(rng, 2, TOPIC.one(rng)),
        level=rng.choice(Level.values),
        effect=EFFECTS.one(rng),
        confidence=CONFIDENCES.one(rng),
        confidence_reason=sentence(rng, 8),
        place=f"Section {rng.randint(1, 9)}",
    )
