"""What grew out of what makes no circles."""

from django.db import connection

from partnerships.models import Partnership

BEFORE = """
    WITH RECURSIVE before (id, scaled_from_id) AS (
        SELECT id, scaled_from_id FROM partnerships_partnership WHERE id = %s
        UNION
        SELECT p.id, p.scaled_from_id FROM before b JOIN partnerships_partnership p ON p.id = b.scaled_from_id
    )
    SELECT EXISTS (SELECT 1 FROM before WHERE id = ANY (%s))
"""
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('partnerships.lineage'))"


def closes_circle(partnership: Partnership, origin_id: int) -> bool:
    """Whether that record goes back to this one, so that this one cannot have grown out of it.

    A new wording stands for the record that it revises.
    """
    own = [pk for pk in (partnership.pk, partnership.revises_id) if pk]
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, [origin_id, own])
        return bool(cursor.fetchone()[0])


def one_at_a_time() -> None:
    """Let two people who tie two records to each other do so one after the other. Called before any row is locked."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
