"""Registers name what a line is for, count by one row a register, and are closed each year."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thongsuot.domains.ledger.fields
from thongsuot.domains.ledger.protection import append_only

COUNTERS = migrations.RunSQL(
    """
    INSERT INTO documents_registercounter (agency_code, book, year, last)
    SELECT agency_code, book, year, max(number) FROM documents_registernumber
    GROUP BY agency_code, book, year;
    """,
    migrations.RunSQL.noop,
)

CLOSED = migrations.RunSQL(
    """
    CREATE FUNCTION register_is_closed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT 1 FROM documents_registerclosing
                 WHERE agency_code = NEW.agency_code AND book = NEW.book AND year = NEW.year)
      THEN
        RAISE EXCEPTION 'register % of % of % is closed: register_is_closed',
                        NEW.book, NEW.year, NEW.agency_code
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'register_is_closed';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER register_is_closed BEFORE INSERT ON documents_registernumber
      FOR EACH ROW EXECUTE FUNCTION register_is_closed();
    """,
    """
    DROP TRIGGER register_is_closed ON documents_registernumber;
    DROP FUNCTION register_is_closed();
    """,
)


class Migration(migrations.Migration):
    """What a year has been closed for takes no further line, whoever asks."""

    dependencies = [
        ("documents", "0006_signed_apologies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterClosing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency_code", models.CharField(max_length=40)),
                ("book", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                (
                    "last",
                    models.PositiveIntegerField(help_text="number of the last line, 0 without any"),
                ),
                ("closed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RegisterCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency_code", models.CharField(max_length=40)),
                ("book", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="registernumber",
            name="subject",
            field=thongsuot.domains.ledger.fields.SubjectField(
                blank=True,
                db_default="",
                default="",
                help_text="what the line is for, if named",
                max_length=80,
            ),
        ),
        migrations.AddConstraint(
            model_name="registernumber",
            constraint=models.UniqueConstraint(
                condition=models.Q(("subject", ""), _negated=True),
                fields=("subject", "book"),
                name="register_each_subject_once",
            ),
        ),
        migrations.AddField(
            model_name="registerclosing",
            name="closed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="registercounter",
            constraint=models.UniqueConstraint(
                fields=("agency_code", "book", "year"), name="register_one_counter"
            ),
        ),
        migrations.AddConstraint(
            model_name="registerclosing",
            constraint=models.UniqueConstraint(
                fields=("agency_code", "book", "year"), name="register_closed_once"
            ),
        ),
        COUNTERS,
        CLOSED,
        append_only("documents_registerclosing"),
    ]
