"""Every dossier that was received gets its line in the register of the desk that received it.

In the order of receipt, a register a desk and local year. A reorganisation may have given a
dossier to another desk since: the one that received it is what its first later move says it was.
"""

from django.db import migrations

LINES = migrations.RunSQL(
    """
    WITH received AS (
      SELECT d.id, d.code, d.received_at,
             extract(year FROM d.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::int AS year,
             coalesce(
               (SELECT m.was_id FROM dossiers_agencymove m
                WHERE m.dossier_id = d.id AND m.part = 'desk' AND m.at > d.received_at
                ORDER BY m.at, m.id LIMIT 1),
               d.receiving_agency_id) AS desk_id
      FROM dossiers_dossier d WHERE d.received_at IS NOT NULL),
    numbered AS (
      SELECT a.code AS agency_code, r.year, 'dossier:' || r.code AS subject,
             row_number() OVER (PARTITION BY a.code, r.year ORDER BY r.received_at, r.id) AS number
      FROM received r JOIN organisation_agency a ON a.id = r.desk_id
      WHERE NOT EXISTS (SELECT 1 FROM documents_registernumber n
                        WHERE n.subject = 'dossier:' || r.code AND n.book = 'TNHS'))
    INSERT INTO documents_registernumber (agency_code, book, year, number, subject)
    SELECT agency_code, 'TNHS', year, number, subject FROM numbered
    ORDER BY agency_code, year, number;
    """,
    migrations.RunSQL.noop,
)

COUNTERS = migrations.RunSQL(
    """
    INSERT INTO documents_registercounter (agency_code, book, year, last)
    SELECT agency_code, book, year, max(number) FROM documents_registernumber
    WHERE book = 'TNHS' GROUP BY agency_code, book, year
    ON CONFLICT (agency_code, book, year) DO NOTHING;
    """,
    migrations.RunSQL.noop,
)


class Migration(migrations.Migration):
    """Lines are kept when this is undone: the database refuses to take any away."""

    dependencies = [
        ("dossiers", "0014_met_by_the_platform"),
        ("documents", "0007_registers_close"),
    ]
    operations = [LINES, COUNTERS]
