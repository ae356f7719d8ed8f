"""A request for papers keeps in whose name and in whose stead it was asked.

The agency that is competent now is no answer: a ruling or a merger makes it another. Of what was
asked before, the record says both; where it has no such entry, the dossier's own agency stands in.
Every request is read and written once while nobody may use them.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STAYS = "ALTER TABLE dossiers_supplementrequest {} TRIGGER dossier_supplement_stays"
FILL = """
    UPDATE dossiers_supplementrequest r SET agency_id = asked.agency, asked_for_id = asked.stead
    FROM (
      SELECT w.id, e.behalf_officer_id AS stead,
             coalesce(a.id, CASE WHEN NOT w.before_receipt THEN d.competent_agency_id END,
                      d.receiving_agency_id) AS agency
      FROM dossiers_supplementrequest w
      JOIN dossiers_dossier d ON d.id = w.dossier_id
      LEFT JOIN ledger_entry e ON e.subject = 'dossier:' || d.code AND e.at = w.asked_at
           AND e.act IN ('supplement_requested', 'submission_guided')
           AND e.officer_id = w.asked_by_id
      LEFT JOIN LATERAL (
        SELECT id FROM organisation_agency o
        WHERE o.code = e.agency
          AND o.valid_from <= (w.asked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
        ORDER BY o.valid_from DESC LIMIT 1) a ON true) asked
    WHERE asked.id = r.id
"""


def _agency(**more: object) -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False, help_text="in whose name it was asked; found by its dossier",
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.agency",
        **more,
    )  # fmt: skip


class Migration(migrations.Migration):
    """Two columns, filled; the agency is always known."""

    dependencies = [
        ("dossiers", "0050_answers_to_objections_move"),
        ("ledger", "0007_in_whose_stead"),
        ("organisation", "0010_earlier_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "supplementrequest",
            "asked_for",
            models.ForeignKey(
                help_text="in whose stead it was asked; null: in nobody's",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("supplementrequest", "agency", _agency(null=True)),
        migrations.RunSQL(STAYS.format("DISABLE"), STAYS.format("ENABLE")),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(STAYS.format("ENABLE"), STAYS.format("DISABLE")),
        migrations.AlterField("supplementrequest", "agency", _agency()),
    ]
