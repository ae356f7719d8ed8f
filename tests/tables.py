"""What a whole database holds, so that a test can say that nothing in it changed."""

from django.db import connection
from psycopg import sql

SUM = sql.SQL("SELECT {}, count(*), sum(hashtextextended(t::text, 0)) FROM {} t")


def rows_of_every_table() -> list[tuple]:
    """Return of every table its name, how many rows it has and one number for what they say."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        parts = [SUM.format(sql.Literal(table), sql.Identifier(table)) for table in tables]
        cursor.execute(sql.SQL("{} ORDER BY 1").format(sql.SQL(" UNION ALL ").join(parts)))
        return cursor.fetchall()
