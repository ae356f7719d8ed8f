"""Subjects may change their holder by a superior's act; the act and its words stay."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thongsuot.domains.ledger.fields
import thongsuot.domains.people.fields
from thongsuot.domains.ledger.protection import no_delete

ONLY_ENDS = """
    CREATE OR REPLACE FUNCTION custody_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.ended_at IS NOT NULL
         OR ({new}) IS DISTINCT FROM ({old})
      THEN
        RAISE EXCEPTION 'custody of % may only be ended', OLD.subject
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'custody_only_ends';
      END IF;
      RETURN NEW;
    END $$;
"""
BEFORE = ("subject", "officer_id", "post_id", "step", "started_at")
NOW = (*BEFORE, "limit_minutes", "move_id")


def only_ends(columns: tuple[str, ...]) -> str:
    """Return the trigger that refuses to change these columns of a span."""
    return ONLY_ENDS.format(
        new=", ".join(f"NEW.{name}" for name in columns),
        old=", ".join(f"OLD.{name}" for name in columns),
    )


MOVES_STAY = migrations.RunSQL(
    """
    CREATE FUNCTION custody_move_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- The sealed words may be sealed anew with another key; the record commits to them.
      IF to_jsonb(NEW) - 'why' IS DISTINCT FROM to_jsonb(OLD) - 'why' THEN
        RAISE EXCEPTION 'a reassignment is written once'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'custody_move_stays';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER custody_move_stays BEFORE UPDATE ON custody_move
      FOR EACH ROW EXECUTE FUNCTION custody_move_stays();
    """,
    """
    DROP TRIGGER custody_move_stays ON custody_move;
    DROP FUNCTION custody_move_stays();
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("custody", "0003_an_offer_may_be_recalled"),
        ("organisation", "0003_tokens_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="custody",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("handed-over", "handed-over"),
                    ("reassigned", "reassigned"),
                    ("reorganised", "reorganised"),
                    ("closed", "closed"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("absence", "absence"),
                            ("left", "left"),
                            ("suspended", "suspended"),
                            ("appointment-ended", "appointment-ended"),
                            ("workload", "workload"),
                            ("conflict-of-interest", "conflict-of-interest"),
                            ("reorganised", "reorganised"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "salt",
                    thongsuot.domains.ledger.fields.SaltField(
                        default=thongsuot.domains.ledger.fields.new_salt
                    ),
                ),
                (
                    "why",
                    thongsuot.domains.people.fields.SealedTextField(
                        help_text="the reason in words; the record commits to it"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "subjects",
                    models.PositiveIntegerField(help_text="how many changed their holder"),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="idempotency key of the writing door",
                        max_length=80,
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        help_text="empty = the system, by rule or by the installation's own command",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.post",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="custody",
            name="move",
            field=models.ForeignKey(
                db_index=False,
                help_text="the reassignment by which it began, if no hand-over did",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="custodies",
                to="custody.move",
            ),
        ),
        migrations.AddIndex(
            model_name="custody",
            index=models.Index(
                condition=models.Q(("move__isnull", False)), fields=["move"], name="custody_by_move"
            ),
        ),
        migrations.RunSQL(only_ends(NOW), only_ends(BEFORE)),
        MOVES_STAY,
        no_delete("custody_move"),
    ]
