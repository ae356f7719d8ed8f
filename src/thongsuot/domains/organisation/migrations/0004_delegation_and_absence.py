"""Who stands in for whom, who is away; what was granted stays as it was written."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from thongsuot.domains.ledger.protection import no_delete

ONLY_END = migrations.RunSQL(
    """
    CREATE FUNCTION organisation_only_ends_early() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.ended_at IS NOT NULL
         OR to_jsonb(NEW) - 'ended_at' IS DISTINCT FROM to_jsonb(OLD) - 'ended_at'
      THEN
        RAISE EXCEPTION 'what was granted may only be ended, once'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER delegation_only_ends BEFORE UPDATE ON organisation_delegation
      FOR EACH ROW EXECUTE FUNCTION organisation_only_ends_early();
    CREATE TRIGGER absence_only_ends BEFORE UPDATE ON organisation_absence
      FOR EACH ROW EXECUTE FUNCTION organisation_only_ends_early();
    """,
    """
    DROP TRIGGER absence_only_ends ON organisation_absence;
    DROP TRIGGER delegation_only_ends ON organisation_delegation;
    DROP FUNCTION organisation_only_ends_early();
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0003_tokens_end"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="end_source",
            field=models.CharField(
                blank=True,
                help_text="document that ended it; empty = as first recorded",
                max_length=200,
            ),
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(help_text="first day, local")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="first day on which it no longer holds; empty = open",
                        null=True,
                    ),
                ),
                (
                    "acts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("receive", "receive"),
                                ("handle", "handle"),
                                ("sign", "sign"),
                                ("issue", "issue"),
                                ("hand-over", "hand-over"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                (
                    "procedures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        default=list,
                        help_text="codes; empty = all",
                        size=None,
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("kt", "kt"), ("tl", "tl"), ("tuq", "tuq")], max_length=10
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        help_text="number of the document that grants it", max_length=120
                    ),
                ),
                ("granted_at", models.DateTimeField()),
                (
                    "ended_at",
                    models.DateTimeField(
                        help_text="set where it ended before its last day", null=True
                    ),
                ),
                (
                    "from_officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "from_post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.post",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        help_text="empty = the installation's own command",
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
                        help_text="the delegate's own",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.post",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(help_text="first day, local")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="first day on which it no longer holds; empty = open",
                        null=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leave", "leave"),
                            ("sick", "sick"),
                            ("mission", "mission"),
                            ("training", "training"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="document, where there is one", max_length=120
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "ended_at",
                    models.DateTimeField(
                        help_text="set where the officer came back earlier", null=True
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.delegation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="delegation",
            index=models.Index(fields=["to_officer", "valid_to"], name="delegation_to_somebody"),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    ("valid_to__gt", models.F("valid_from")),
                    _connector="OR",
                ),
                name="delegation_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__isnull", False)), name="delegation_has_an_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_officer", models.F("to_officer")), _negated=True),
                name="delegation_to_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("acts__len__gt", 0)), name="delegation_of_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="delegation_says_its_source"
            ),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(fields=["officer", "valid_to"], name="absence_of_an_officer"),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    ("valid_to__gt", models.F("valid_from")),
                    _connector="OR",
                ),
                name="absence_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__isnull", False)), name="absence_has_an_end"
            ),
        ),
        ONLY_END,
        no_delete("organisation_delegation"),
        no_delete("organisation_absence"),
    ]
