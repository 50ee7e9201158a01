"""Everything that is stored, as one figure: to see that nothing changed."""

import hashlib

from django.apps import apps
from django.db import connection
from psycopg2 import sql


def hash_of_all_tables():
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)}):
            rows = sql.SQL("SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t")
            cursor.execute(rows.format(sql.Identifier(table)))
            digest.update(f"{table}:{cursor.fetchone()[0]}".encode())
    return digest.hexdigest()
