"""The desk of a dossier may be another one since a reorganisation, and says by which plan."""

import django.db.models.deletion
from django.db import migrations, models

from thongsuot.domains.ledger.protection import append_only

INSTANTS_STAY = """
    CREATE OR REPLACE FUNCTION dossier_instants_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE name text;
    BEGIN
      IF ({new}) IS DISTINCT FROM ({old})
         OR OLD.received_at IS NOT NULL AND NEW.version_id <> OLD.version_id
      THEN
        RAISE EXCEPTION 'what identifies dossier % is never changed', OLD.code
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossier_identity_stays';
      END IF;
      name := CASE
        WHEN NEW.submitted_at IS DISTINCT FROM OLD.submitted_at THEN 'submitted_at'
        WHEN NEW.received_at IS DISTINCT FROM coalesce(OLD.received_at, NEW.received_at)
          THEN 'received_at'
        WHEN NEW.refused_at IS DISTINCT FROM coalesce(OLD.refused_at, NEW.refused_at)
          THEN 'refused_at'
        WHEN NEW.processing_at IS DISTINCT FROM coalesce(OLD.processing_at, NEW.processing_at)
          THEN 'processing_at'
        WHEN NEW.decided_at IS DISTINCT FROM coalesce(OLD.decided_at, NEW.decided_at)
          THEN 'decided_at'
        WHEN NEW.returned_at IS DISTINCT FROM coalesce(OLD.returned_at, NEW.returned_at)
          THEN 'returned_at'
        WHEN NEW.withdrawn_at IS DISTINCT FROM coalesce(OLD.withdrawn_at, NEW.withdrawn_at)
          THEN 'withdrawn_at'
        WHEN NEW.stopped_at IS DISTINCT FROM coalesce(OLD.stopped_at, NEW.stopped_at)
          THEN 'stopped_at'
      END;
      IF name IS NOT NULL THEN
        RAISE EXCEPTION '% of dossier % is written once', name, OLD.code
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossier_instants_stay';
      END IF;
      RETURN NEW;
    END $$;
"""
IDENTITY = ("code", "procedure_code", "applicant_id")


def instants_stay(identity: tuple[str, ...]) -> str:
    """Return the function that refuses to change these columns, and any instant once written."""
    return INSTANTS_STAY.replace("{new}", ", ".join(f"NEW.{name}" for name in identity)).replace(
        "{old}", ", ".join(f"OLD.{name}" for name in identity)
    )


DESK_IS_EXPLAINED = migrations.RunSQL(
    """
    CREATE FUNCTION dossier_desk_is_explained() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (SELECT receiving_agency_id FROM dossiers_dossier WHERE id = NEW.id) IS DISTINCT FROM
         (SELECT now_id FROM dossiers_agencymove WHERE dossier_id = NEW.id AND part = 'desk'
          ORDER BY id DESC LIMIT 1)
      THEN
        RAISE EXCEPTION 'no reorganisation gave dossier % another desk', NEW.code
          USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'dossier_desk_is_explained';
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER dossier_desk_is_explained
      AFTER UPDATE OF receiving_agency_id ON dossiers_dossier
      DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.receiving_agency_id IS DISTINCT FROM OLD.receiving_agency_id)
      EXECUTE FUNCTION dossier_desk_is_explained();
    """,
    """
    DROP TRIGGER dossier_desk_is_explained ON dossiers_dossier;
    DROP FUNCTION dossier_desk_is_explained();
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0006_looking_up"),
        ("organisation", "0005_what_became_of_agencies"),
    ]

    operations = [
        migrations.AlterField(
            model_name="dossier",
            name="competent_agency",
            field=models.ForeignKey(
                help_text="cơ quan có thẩm quyền giải quyết, as the competence table said at receipt, or the one that answers for it since",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.agency",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="receiving_agency",
            field=models.ForeignKey(
                db_index=False,
                help_text="cơ quan tiếp nhận, or the one that answers for it since a reorganisation",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.agency",
            ),
        ),
        migrations.CreateModel(
            name="AgencyMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("desk", "desk"), ("settler", "settler")], max_length=10
                    ),
                ),
                (
                    "plan",
                    models.CharField(help_text="code of the reorganisation's plan", max_length=60),
                ),
                ("at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agency_moves",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "now",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.agency",
                    ),
                ),
                (
                    "was",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "part", "plan"), name="dossier_moves_once_a_plan"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("was", models.F("now")), _negated=True),
                        name="dossier_moves_to_another_agency",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            instants_stay(IDENTITY), instants_stay((*IDENTITY, "receiving_agency_id"))
        ),
        DESK_IS_EXPLAINED,
        append_only("dossiers_agencymove"),
    ]
